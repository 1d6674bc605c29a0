-- Random organisations, each read by a viewer of its own district.
local folder, pairs_read = os.getenv("LOAD_FOLDER"), {}
for line in io.lines(folder .. "/ids.txt") do pairs_read[#pairs_read + 1] = line end
math.randomseed(7)
request = function()
  local token, id = string.match(pairs_read[math.random(#pairs_read)], "(%S+) (%S+)")
  return wrk.format("GET", "/v1/organisations/" .. id, { Authorization = "Bearer " .. token })
end
