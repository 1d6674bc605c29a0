-- The first page of fifty of a random district.
local folder, requests = os.getenv("LOAD_FOLDER"), {}
math.randomseed(7)
init = function()
  for token in io.lines(folder .. "/tokens.txt") do
    local headers = { Authorization = "Bearer " .. token }
    requests[#requests + 1] = wrk.format("GET", "/v1/organisations?limit=50", headers)
  end
end
request = function() return requests[math.random(#requests)] end
