using System.Net;
using System.Text.Json.Nodes;

namespace ScanDeputy.Tests.Harness;

/// <summary>Takes a case down the main road, step by step, each by its own person.</summary>
public sealed class CaseChain(TestServer server) : IDisposable
{
    private readonly Dictionary<string, ApiClient> _people = new(StringComparer.Ordinal);

    public string CaseId { get; private set; } = "";

    /// <summary>Whichever of the station's three deputies got the case.</summary>
    public string Deputy { get; private set; } = "";

    public async Task<ApiClient> AsAsync(string persona)
    {
        if (!_people.TryGetValue(persona, out var client))
            _people[persona] = client = await server.AsAsync(persona);
        return client;
    }

    /// <summary>After the clock was moved far, tokens have ended.</summary>
    public void SignInAgain() => _people.Clear();

    public async Task<JsonNode> SubmitAsync(string persona = "resident-1")
    {
        var receipt = (await (await AsAsync(persona)).SubmitAsync()).Expect(HttpStatusCode.Created);
        CaseId = (string)receipt["id"]!;
        Deputy = await FindDeputyAsync();
        return receipt.Body!;
    }

    public async Task<ApiAnswer> StepAsync(string persona, string move, object? body = null) =>
        (await (await AsAsync(persona)).MoveAsync(CaseId, move, body)).Expect(HttpStatusCode.OK);

    public Task<ApiAnswer> AdoptAsync() => StepAsync(Deputy, "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" });

    public Task<ApiAnswer> HandOverAsync() => StepAsync("committee-1", "handover", new { note = "请政府办研究办理" });

    public async Task<ApiAnswer> AssignAsync()
    {
        var agency = (string)(await (await AsAsync("agency-1")).GetAsync("/api/v1/me"))["agencyId"]!;
        return await StepAsync("government-1", "assign", new { leadAgencyId = agency, coAgencyIds = Array.Empty<string>(), note = "请主办" });
    }

    public Task<ApiAnswer> SignAsync() => StepAsync("agency-1", "sign");

    public Task<ApiAnswer> ReplyAsync() => StepAsync("agency-1", "reply", new { outcome = "solved", publicText = "路灯已更换，恢复照明。", internalNote = "已派工单", attachmentIds = Array.Empty<string>() });

    public Task<ApiAnswer> AcceptAsync() => StepAsync(Deputy, "accept", new { note = "认可" });

    public Task<ApiAnswer> EvaluateAsync(string grade = "satisfied") => StepAsync("resident-1", "evaluate", new { grade, text = "谢谢" });

    public async Task ToHandlingAsync()
    {
        await SubmitAsync();
        await AdoptAsync();
        await HandOverAsync();
        await AssignAsync();
        await SignAsync();
    }

    public async Task<JsonNode> StageAsync(string kind, int round = 1)
    {
        var stages = (await (await AsAsync("resident-1")).GetAsync($"/api/v1/cases/{CaseId}/stages")).Expect(HttpStatusCode.OK);
        return stages["items"].AsArray().Single(stage => (string)stage!["kind"]! == kind && (int)stage["round"]! == round)!;
    }

    /// <summary>What this person's inbox holds about the case.</summary>
    public async Task<IReadOnlyList<JsonNode>> AlertsAsync(string persona)
    {
        var alerts = (await (await server.AsAsync(persona)).GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK);
        return [.. alerts["items"].AsArray().Where(alert => (string?)alert!["caseId"] == CaseId).Select(alert => alert!)];
    }

    private async Task<string> FindDeputyAsync()
    {
        foreach (var persona in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            if ((await (await AsAsync(persona)).CaseAsync(CaseId)).Status == HttpStatusCode.OK)
                return persona;
        }

        throw new InvalidOperationException("None of the three deputies has the case.");
    }

    public void Dispose()
    {
        foreach (var client in _people.Values)
            client.Dispose();
    }
}
