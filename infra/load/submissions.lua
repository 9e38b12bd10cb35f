-- Sends one report after another, each as the next of the residents whose tokens stand in LOAD_TOKENS.
local requests = {}
local next_one = 0

function init()
  local body = os.getenv("LOAD_BODY")
  for token in string.gmatch(os.getenv("LOAD_TOKENS"), "%S+") do
    requests[#requests + 1] = wrk.format("POST", "/api/v1/cases", {
      ["Content-Type"] = "application/json",
      ["Authorization"] = "Bearer " .. token,
    }, body)
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end
