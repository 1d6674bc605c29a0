-- The two-thousandth page of fifty of the whole city.
local lines = io.lines(os.getenv("LOAD_FOLDER") .. "/planner.txt")
local token, path, written = lines(), lines(), nil
init = function()
  written = wrk.format("GET", path, { Authorization = "Bearer " .. token })
end
request = function() return written end
