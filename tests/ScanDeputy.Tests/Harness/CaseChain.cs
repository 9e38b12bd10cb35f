using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Ledger;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>Takes a case down the main road, step by step, each by its own person.</summary>
public sealed class CaseChain(TestServer server) : IDisposable
{
    private readonly Dictionary<string, ApiClient> _people = new(StringComparer.Ordinal);

    public string CaseId { get; private set; } = "";

    /// <summary>With another case of the same resident and deputy.</summary>
    public void GoOnWith(string caseId) => CaseId = caseId;

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

    public async Task<JsonNode> SubmitAsync(string persona = "resident-1", object? change = null)
    {
        var receipt = (await (await AsAsync(persona)).SubmitAsync(change)).Expect(HttpStatusCode.Created);
        CaseId = (string)receipt["id"]!;
        Deputy = await FindDeputyAsync();
        return receipt.Body!;
    }

    public async Task<ApiAnswer> StepAsync(string persona, string move, object? body = null) =>
        (await (await AsAsync(persona)).MoveAsync(CaseId, move, body)).Expect(HttpStatusCode.OK);

    public Task<ApiAnswer> AdoptAsync() => StepAsync(Deputy, "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" });

    public Task<ApiAnswer> HandOverAsync() => StepAsync("committee-1", "handover", new { note = "请政府办研究办理" });

    /// <param name="coAgencies">Personas beside agency-1, who leads.</param>
    public async Task<ApiAnswer> AssignAsync(params string[] coAgencies)
    {
        var coAgencyIds = new List<string>();
        foreach (var persona in coAgencies)
            coAgencyIds.Add(await AgencyOfAsync(persona));
        return await StepAsync("government-1", "assign", new { leadAgencyId = await AgencyOfAsync("agency-1"), coAgencyIds, note = "请主办" });
    }

    public async Task<string> AgencyOfAsync(string persona) => (string)(await (await AsAsync(persona)).GetAsync("/api/v1/me"))["agencyId"]!;

    public Task<ApiAnswer> SignAsync() => StepAsync("agency-1", "sign");

    public Task<ApiAnswer> ReplyAsync() => StepAsync("agency-1", "reply", new { outcome = "solved", publicText = "路灯已更换，恢复照明。", internalNote = "已派工单", attachmentIds = Array.Empty<string>() });

    public Task<ApiAnswer> AcceptAsync() => StepAsync(Deputy, "accept", new { note = "认可" });

    public Task<ApiAnswer> EvaluateAsync(string grade = "satisfied") => StepAsync("resident-1", "evaluate", new { grade, text = "谢谢" });

    public async Task ToHandedOverAsync()
    {
        await SubmitAsync();
        await AdoptAsync();
        await HandOverAsync();
    }

    public async Task ToHandlingAsync(params string[] coAgencies)
    {
        await ToHandedOverAsync();
        await AssignAsync(coAgencies);
        await SignAsync();
    }

    /// <summary>Moves the clock, which ends everybody's token.</summary>
    public async Task WaitAsync(string duration)
    {
        using var anyone = server.Anonymous();
        (await anyone.AdvanceAsync(duration)).Expect(HttpStatusCode.OK);
        SignInAgain();
    }

    /// <summary>The case as this person sees it.</summary>
    public async Task<ApiAnswer> SeenByAsync(string persona) => (await (await AsAsync(persona)).CaseAsync(CaseId)).Expect(HttpStatusCode.OK);

    public async Task<JsonNode> LastStageAsync() => (await SeenByAsync("auditor-1"))["stages"].AsArray()[^1]!;

    /// <summary>Everything written beside the events follows from them, for every case there is.</summary>
    public async Task LedgerIsWholeAsync()
    {
        var faults = new List<LedgerFault>();
        await server.Services.GetRequiredService<LedgerCheck>().RunAsync(null, faults.Add, TestContext.Current.CancellationToken);
        Assert.Empty(faults);
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
