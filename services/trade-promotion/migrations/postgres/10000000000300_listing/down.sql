DROP TABLE catalogue_position;
DROP TABLE product_picture;
DROP TABLE listing;
DROP TABLE buyer;
