-- wrk: every request publishes a different post.
local counter = 0
local marker = tostring(math.random(1, 1e9))

function setup(thread)
  thread:set("id", tostring(thread.addr) .. tostring(math.random(1, 1e9)))
end

function init(args)
  math.randomseed(os.time() + #tostring({}))
  marker = tostring({}):sub(8)
end

request = function()
  counter = counter + 1
  local body = '{"status":"' .. marker .. " " .. counter .. ' said on the market square on a rainy day"}'
  return wrk.format("POST", nil, nil, body)
end
