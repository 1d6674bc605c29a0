-- Random organisations, each read by a viewer of its own district. Requests are written out before
-- the clock runs: the load shares the machine with what it measures.
local folder, requests = os.getenv("LOAD_FOLDER"), {}
math.randomseed(7)
init = function()
  for line in io.lines(folder .. "/ids.txt") do
    local token, id = string.match(line, "(%S+) (%S+)")
    local headers = { Authorization = "Bearer " .. token }
    requests[#requests + 1] = wrk.format("GET", "/v1/organisations/" .. id, headers)
  end
end
request = function() return requests[math.random(#requests)] end
