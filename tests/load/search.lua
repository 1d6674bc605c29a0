-- Names as an officer types them, without the legal form, over the whole city.
local folder, requests = os.getenv("LOAD_FOLDER"), {}
math.randomseed(7)
init = function()
  local headers = { Authorization = "Bearer " .. io.lines(folder .. "/planner.txt")() }
  for query in io.lines(folder .. "/queries.txt") do
    requests[#requests + 1] = wrk.format("GET", "/v1/organisations?q=" .. query, headers)
  end
end
request = function() return requests[math.random(#requests)] end
