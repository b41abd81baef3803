-- No address twice, so that the house cannot answer with what it put together a moment ago.
local asked = 0

request = function()
  asked = asked + 1
  local joint = string.find(wrk.path, "?", 1, true) and "&" or "?"
  return wrk.format(nil, wrk.path .. joint .. "asked=" .. asked)
end
