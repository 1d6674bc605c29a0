DROP TABLE declaration_words;
DROP TABLE declaration;
DROP TABLE kept_figure;
