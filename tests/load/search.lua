-- Names as an officer types them, without the legal form, over the whole city.
local folder, queries = os.getenv("LOAD_FOLDER"), {}
local token = io.lines(folder .. "/planner.txt")()
for line in io.lines(folder .. "/queries.txt") do queries[#queries + 1] = line end
math.randomseed(7)
request = function()
  local path = "/v1/organisations?q=" .. queries[math.random(#queries)]
  return wrk.format("GET", path, { Authorization = "Bearer " .. token })
end
