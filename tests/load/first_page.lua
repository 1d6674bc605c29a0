-- The first page of fifty of a random district.
local folder, tokens = os.getenv("LOAD_FOLDER"), {}
for line in io.lines(folder .. "/tokens.txt") do tokens[#tokens + 1] = line end
math.randomseed(7)
request = function()
  local token = tokens[math.random(#tokens)]
  return wrk.format("GET", "/v1/organisations?limit=50", { Authorization = "Bearer " .. token })
end
