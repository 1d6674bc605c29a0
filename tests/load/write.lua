-- New cooperative groups, entered by an officer of a commune: rule checks, row, event, commit.
local token = io.lines(os.getenv("LOAD_FOLDER") .. "/writer.txt")()
local run, count = os.time(), 0
request = function()
  count = count + 1
  local body = string.format(
    '{"kind":"cooperative_group","name":"Tổ hợp tác đo tải %d %d","address":{"commune":"00004"},"member_count":5}',
    run, count)
  local headers = { Authorization = "Bearer " .. token, ["Content-Type"] = "application/json" }
  return wrk.format("POST", "/v1/organisations", headers, body)
end
