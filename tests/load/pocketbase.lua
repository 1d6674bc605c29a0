-- What PocketBase is asked: LOAD_REQUEST says whether by id, for a page of fifty, or to write.
local folder, what, requests = os.getenv("LOAD_FOLDER"), os.getenv("LOAD_REQUEST"), {}
local records = "/api/collections/organisations/records"
math.randomseed(7)
local function headers_of(token) return { Authorization = token, ["Content-Type"] = "application/json" } end
local prepare = {
  by_id = function()
    for line in io.lines(folder .. "/pocketbase-ids.txt") do
      local token, id = string.match(line, "(%S+) (%S+)")
      requests[#requests + 1] = wrk.format("GET", records .. "/" .. id, headers_of(token))
    end
  end,
  page = function()
    for token in io.lines(folder .. "/pocketbase-tokens.txt") do
      requests[#requests + 1] = wrk.format("GET", records .. "?perPage=50&skipTotal=1", headers_of(token))
    end
  end,
  write = function() end,
}
init = function() prepare[what]() end
local run, count = os.time(), 0
local function write()
  local token, district = string.match(io.lines(folder .. "/pocketbase-writer.txt")(), "(%S+) (%S+)")
  return function()
    count = count + 1
    local body = string.format(
      '{"kind":"cooperative_group","name":"Tổ hợp tác đo tải %d %d","name_key":"tổ hợp tác đo tải %d %d",' ..
      '"district":"%s","commune":"00004","member_count":5}', run, count, run, count, district)
    return wrk.format("POST", records, headers_of(token), body)
  end
end
if what == "write" then request = write() else request = function() return requests[math.random(#requests)] end end
