-- No address twice, so that the house cannot answer with what it put together a moment ago.
local asked = 0

request = function()
  asked = asked + 1
  return wrk.format(nil, wrk.path .. "?asked=" .. asked)
end
