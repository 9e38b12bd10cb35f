-- Sends one GET after another: each line of the file LOAD_READS is a token and a path.
local requests = {}
local next_one = 0

function init()
  for line in io.lines(os.getenv("LOAD_READS")) do
    local token, path = string.match(line, "(%S+) (%S+)")
    requests[#requests + 1] = wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token })
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end
