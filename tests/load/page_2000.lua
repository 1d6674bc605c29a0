-- The two-thousandth page of fifty of the whole city.
local lines = io.lines(os.getenv("LOAD_FOLDER") .. "/planner.txt")
local token, path = lines(), lines()
request = function() return wrk.format("GET", path, { Authorization = "Bearer " .. token }) end
