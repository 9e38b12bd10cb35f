using System.Net;
using System.Threading.Channels;
using Dapper;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Faults;

/// <summary>
/// What a busy day is made of: residents report, deputies adopt, the committee hands over, the government assigns, an agency signs and
/// replies, the deputy accepts, the resident evaluates; others read lists. Every call goes to any of the api nodes.
/// </summary>
internal sealed class MixedLoad : IDisposable
{
    private const int Offices = 4;
    private const int Readers = 2;
    private static readonly TimeSpan Think = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Staff = ["deputy-1", "deputy-2", "deputy-3", "committee-1", "government-1", "agency-1", "supervisor-1"];

    private readonly Channel<(LoadCaller Resident, string CaseId)> _submitted = Channel.CreateUnbounded<(LoadCaller, string)>();
    private readonly Dictionary<string, LoadCaller> _staff = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoadCaller> _deputies = new(StringComparer.Ordinal);
    private readonly List<LoadCaller> _residents = [];
    private readonly CancellationTokenSource _enough = new();
    private string _agency = "";
    private string _station = "";
    private string _category = "";
    private Task _work = Task.CompletedTask;

    private MixedLoad()
    {
    }

    public LoadBook Book { get; } = new();

    /// <summary>Accounts that did not exist before: all their cases are this load's.</summary>
    public List<string> ResidentIds { get; } = [];

    public static async Task<MixedLoad> StartAsync(ProductionCluster cluster, IReadOnlyList<ClusterNode> apis, int residents = 4, Uri? gate = null)
    {
        var load = new MixedLoad();
        await load.SignInAsync(cluster, apis, residents, gate);
        load._work = load.RunAsync();
        return load;
    }

    /// <summary>No new reports; what was begun is carried to its end.</summary>
    public async Task FinishAsync()
    {
        await _enough.CancelAsync();
        await _work.WaitAsync(TimeSpan.FromMinutes(3));
    }

    public void Dispose()
    {
        foreach (var caller in _residents.Concat(_staff.Values))
            caller.Dispose();
        _enough.Dispose();
    }

    private async Task RunAsync()
    {
        var others = Enumerable.Range(0, Offices).Select(_ => HandleAsync()).Concat(Enumerable.Range(0, Readers).Select(_ => ReadAsync())).ToList();
        await Task.WhenAll(_residents.Select((resident, i) => ReportAsync(resident, $"resident-{i}")));
        _submitted.Writer.Complete();
        await Task.WhenAll(others);
    }

    private async Task SignInAsync(ProductionCluster cluster, IReadOnlyList<ClusterNode> apis, int residents, Uri? gate)
    {
        foreach (var name in Staff)
        {
            var signedIn = await cluster.SignInAsync(cluster.OpenIdOf(name), apis[_staff.Count % apis.Count]);
            _staff[name] = new LoadCaller(apis, (string)signedIn["accessToken"]!, Book, gate);
            if ((string?)signedIn["user"]["deputyId"] is { } deputyId)
                _deputies[deputyId] = _staff[name];
        }

        for (var i = 0; i < residents; i++)
        {
            var signedIn = await cluster.SignInAsync(cluster.NewOpenId(), apis[i % apis.Count]);
            ResidentIds.Add((string)signedIn["user"]["id"]!);
            _residents.Add(new LoadCaller(apis, (string)signedIn["accessToken"]!, Book, gate));
        }

        _agency = (string)(await _staff["agency-1"].GetAsync("/api/v1/me"))["agencyId"]!;
        using var database = cluster.OpenDatabase();
        _station = await database.ReadAsync(connection => connection.QueryFirstAsync<string>(SelectStation), CancellationToken.None);
        _category = (string)(await _residents[0].GetAsync($"/api/v1/station-codes/{_station}"))["categories"][0]!["id"]!;
    }

    private async Task ReportAsync(LoadCaller resident, string name)
    {
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            var key = $"{name}/{i}";
            // Now and then a button is pressed twice: both are told of the same case.
            var answers = await Task.WhenAll(Enumerable.Range(0, i % 8 == 0 ? 2 : 1).Select(_ => SubmitAsync(resident, key)));
            if (answers[0].Status == HttpStatusCode.Created)
                await _submitted.Writer.WriteAsync((resident, (string)answers[0]["id"]!));
            await resident.GetAsync("/api/v1/cases?role=mine&limit=20");
            await Task.Delay(Think);
        }
    }

    private async Task<ApiAnswer> SubmitAsync(LoadCaller resident, string key)
    {
        var body = new { stationCode = _station, categoryId = _category, text = $"{ApiClient.LongEnough} {key}", attachmentIds = Array.Empty<string>(), @public = true };
        var answer = await resident.PostAsync("/api/v1/cases", body, key);
        if (answer.Status == HttpStatusCode.Created)
            Book.NoteSubmitted(key, (string)answer["id"]!);
        return answer;
    }

    /// <summary>Half of the cases go all the way, the others as far as the agency: some must be open in the end.</summary>
    private async Task HandleAsync()
    {
        await foreach (var (resident, id) in _submitted.Reader.ReadAllAsync())
        {
            if (_enough.IsCancellationRequested)
                continue;

            var found = await FindAsync(_staff["committee-1"], id);
            var deputy = _deputies[(string)found["deputy"]["id"]!];
            await MoveAsync(deputy, id, "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" });
            await MoveAsync(_staff["committee-1"], id, "handover", new { note = "请政府办研究办理" });
            await MoveAsync(_staff["government-1"], id, "assign", new { leadAgencyId = _agency, coAgencyIds = Array.Empty<string>(), note = "请主办" });
            await MoveAsync(_staff["agency-1"], id, "sign", new { });
            if (Random.Shared.Next(2) == 0)
                continue;

            await MoveAsync(_staff["agency-1"], id, "reply", new { outcome = "solved", publicText = "路灯已更换，恢复照明。", attachmentIds = Array.Empty<string>() });
            await MoveAsync(deputy, id, "accept", new { note = "认可" });
            await MoveAsync(resident, id, "evaluate", new { grade = "satisfied", text = "谢谢" });
        }
    }

    /// <summary>A case that was acknowledged.</summary>
    private static async Task<ApiAnswer> FindAsync(LoadCaller caller, string id)
    {
        var answer = await CatchUpAsync(() => caller.GetAsync($"/api/v1/cases/{id}"), HttpStatusCode.NotFound);
        return answer.Expect(HttpStatusCode.OK);
    }

    private async Task MoveAsync(LoadCaller caller, string id, string move, object body)
    {
        var answer = await CatchUpAsync(
            async () => await caller.PostAsync($"/api/v1/cases/{id}/{move}", body, $"{id}/{move}", (int)(await FindAsync(caller, id))["version"]!),
            HttpStatusCode.PreconditionFailed);
        if (answer.Status == HttpStatusCode.OK)
            Book.NoteVersion(id, (int)answer["version"]!);
        else
            Book.Wrong.Enqueue($"{move} of a case that waits for nobody else: {answer.Body}");
    }

    /// <summary>
    /// Behind a balancer over several servers a read was seen to lag for an instant when one of them had died (Galera, in spite of
    /// wsrep_sync_wait): it may, for two seconds. Whether anything is lost is seen afterwards.
    /// </summary>
    private static async Task<ApiAnswer> CatchUpAsync(Func<Task<ApiAnswer>> call, HttpStatusCode lagging)
    {
        var answer = await call();
        for (var tries = 0; tries < 20 && answer.Status == lagging; tries++)
        {
            await Task.Delay(100);
            answer = await call();
        }

        return answer;
    }

    private async Task ReadAsync()
    {
        (string Who, string Path)[] looks =
        [
            ("deputy-1", "/api/v1/cases?role=inbox&limit=50"), ("committee-1", "/api/v1/cases?role=all&limit=50"), ("government-1", "/api/v1/cases?role=all&overdue=true"),
            ("agency-1", "/api/v1/alerts?limit=50"), ("supervisor-1", "/api/v1/alerts?limit=50"), ("deputy-2", $"/api/v1/station-codes/{_station}"), ("deputy-3", $"/s/{_station}"),
        ];
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            var (who, path) = looks[i % looks.Length];
            await _staff[who].GetAsync(path);
            await Task.Delay(Think / 2);
        }
    }

    private const string SelectStation = """
        select c.code from station_codes c
        join station_deputies m on m.station_id = c.station_id join users u on u.deputy_id = m.deputy_id
        where c.status = 'Active' and u.user_name = 'deputy-1' order by c.code
        """;
}
