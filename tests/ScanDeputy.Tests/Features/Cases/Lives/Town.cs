using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Domain.Cases;
using ScanDeputy.Tests.Faults;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>A server with its people and the cases that live on it; the same for the same seed, but for the instants.</summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Jurisdiction = "371311";
    private const int AtOnce = 25;
    private const int LongestLife = 20;
    private static readonly TimeSpan NearMidnight = TimeSpan.FromMinutes(10);

    private static readonly string[] Personas =
    [
        "resident-1", "resident-2", "deputy-1", "deputy-2", "deputy-3", "keeper-1", "committee-1", "government-1", "agency-1", "agency-2", "agency-3",
        "supervisor-1", "admin-1", "auditor-1", "committee-2", "agency-4", "deputy-4", "admin-2",
    ];

    private readonly TestServer _server;
    private readonly Random _random;
    private readonly Dictionary<string, CurrentUser> _people = new(StringComparer.Ordinal);
    private readonly List<Life> _lives = [];
    private readonly List<string> _trail = [];
    private readonly ReferenceWorld _world = new();
    private readonly Rules _rules;
    private SubmitCase.Request _report = null!;
    private Inboxes _inboxes = null!;

    private Town(TestServer server, int seed)
    {
        (_server, _random) = (server, new Random(seed));
        Seed = seed;
        _rules = new Rules(server.Services, _world, _random);
    }

    public int Seed { get; }

    /// <summary>How often each thing happened.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    private DateTimeOffset Now => Service<TimeProvider>().GetUtcNow();

    private DateOnly Today => ChinaTime.DateOf(Now);

    public static async Task<Town> StartAsync(int seed)
    {
        var town = new Town(await TestServer.StartWithoutPastAsync(), seed);
        foreach (var persona in Personas)
        {
            using var client = await town._server.AsAsync(persona);
            town._people[persona] = await town.FindAsync((string)client.User!["id"]!);
        }

        town._inboxes = new Inboxes(town._server, [.. town._people.Values]);
        using var resident = await town._server.AsAsync("resident-1");
        var code = await resident.FirstStationCodeAsync();
        var category = (string)(await resident.GetAsync($"/api/v1/station-codes/{code}"))["categories"][0]!["id"]!;
        town._report = new SubmitCase.Request(code, category, null, ApiClient.LongEnough, null, [], null, true, null);
        return town;
    }

    public async Task LiveAsync(int lives)
    {
        try
        {
            var begun = 0;
            while (begun < lives || _lives.Count > 0)
            {
                while (begun < lives && _lives.Count < AtOnce)
                {
                    await BeginAsync();
                    begun++;
                }

                await StepAsync();
                _lives.RemoveAll(life => life.IsOver || life.Steps > LongestLife);
            }

            // Those that have ended as well.
            await _server.NothingDiffersAsync();
            await new Check(_server).RatesAsync(Jurisdiction);
        }
        catch (Exception fault)
        {
            Assert.Fail($"Seed {Seed}: {string.Join('\n', _trail.TakeLast(40))}\n{fault}");
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task StepAsync()
    {
        var dice = _random.Next(100);
        if (dice < 85)
        {
            await MoveAsync(_lives[_random.Next(_lives.Count)]);
            await _inboxes.CheckAsync(Today, few: FaultsCollection.IsLong ? null : 1);
            return;
        }

        if (dice < 95)
            await JumpAsync();
        else if (dice < 98 && await _rules.ImportAsync(Today, _people["admin-1"]) is { } notice)
            Note("notice", notice);
        else if (await _rules.ChangeLimitsAsync(_lives, _people["admin-1"]) is { } limits)
            Note(limits, string.Join(' ', _world.Limits.Values));
        // What has become late by a change is told by the sweep.
        await SweepAsync(sweep => sweep.Name == "deadlines");
        await new Check(_server).LivesAsync(_lives, Today);
        await _inboxes.CheckAsync(Today, few: FaultsCollection.IsLong ? null : 6);
    }

    private async Task BeginAsync()
    {
        if (_random.Next(5) == 0)
        {
            await SuggestAsync();
            return;
        }

        var resident = _people[$"resident-{_random.Next(1, 3)}"];
        var receipt = await Service<SubmitCase.Handler>().HandleAsync(_report, resident, WriteContext.OfPage(resident.Id, "/lives", null), CancellationToken.None);
        var (deputy, station) = await Database.ReadAsync(
            connection => connection.QueryFirstAsync<(string?, string)>("select deputy_id, station_id from cases where id = @Id", new { receipt.Value.Id }), CancellationToken.None);
        _lives.Add(new Life(receipt.Value.Id, resident.Id, station, new ReferenceCase(deputy, Today, _world)));
    }

    private async Task SuggestAsync()
    {
        var deputy = _people[$"deputy-{_random.Next(1, 4)}"];
        var request = new SubmitSuggestion.Request(_report.CategoryId, "关于路灯的建议", ApiClient.LongEnough, "请更换。", null, null, null, [], _random.Next(2) == 0, null);
        var receipt = await Service<SubmitSuggestion.Handler>().HandleAsync(request, deputy, WriteContext.OfPage(deputy.Id, "/lives", null), CancellationToken.None);
        var station = await Database.ReadAsync(connection => connection.QueryFirstAsync<string>("select station_id from cases where id = @Id", new { receipt.Value.Id }), CancellationToken.None);
        _lives.Add(new Life(receipt.Value.Id, deputy.Id, station, ReferenceCase.OfDeputy(deputy.DeputyId!, Today, _world)));
        Note("suggested", receipt.Value.Id[^4..]);
    }

    private async Task MoveAsync(Life life)
    {
        var (move, persona) = Next(life);
        var user = _people[persona];
        var (command, wellFormed) = Command(move, life, user);
        var parties = life.PartiesOf(user);
        var stale = _random.Next(20) == 0;
        var twice = _random.Next(20) == 0;
        var expected = !life.IsSeenBy(user) ? ErrorCodes.NotFound
            : stale ? ErrorCodes.VersionStale
            : !parties.Any(party => life.Model.Permits(move, party, Today)) ? CaseRefusals.MoveNotAllowed
            : wellFormed ? null : ErrorCodes.Invalid;
        var key = twice ? $"{life.Id}/{life.Steps}" : null;
        var result = await RunAsync(life, command, user, stale ? life.Version + 1 : life.Version, key);
        Note($"{(expected is null ? $"done {move}" : "refused")}", $"{life.Id[^4..]} {move} by {persona} → {result.Refusal?.Code ?? "done"}");
        Assert.Equal((move, persona, expected), (move, persona, result.Refusal?.Code));
        Count(expected == ErrorCodes.NotFound, "not seen");
        Count(expected == ErrorCodes.VersionStale, "stale");
        life.Steps++;
        if (expected is not null)
            return;

        if (twice)
        {
            var again = await RunAsync(life, command, user, life.Version, key);
            Assert.Equal(result.Value.Version, again.Value.Version);
            Count(true, "twice");
        }

        life.Take(command, parties, Today);
        if (command is MergeCommand merge)
            life.GoesOnAs(_lives.Single(other => other.Id == merge.IntoCaseId));
        life.Version = result.Value.Version;
        Check.Like(life.Model, result.Value, Today);
    }

    private Task<Result<CaseView>> RunAsync(Life life, CaseCommand command, CurrentUser user, int version, string? key)
    {
        var write = WriteContext.OfPage(user.Id, $"/lives/{command.Move}", version, key);
        var runner = Service<MoveRunner>();
        return command is MergeCommand merge
            ? Merge.RunAsync(new Merge.Request(merge.IntoCaseId, null), new MoveCall(life.Id, user, write, runner, CancellationToken.None))
            : runner.RunAsync(life.Id, command, user, write, CancellationToken.None, check: null);
    }

    private (Move Move, string Persona) Next(Life life)
    {
        (Move Move, string Persona)[] permitted =
        [
            .. from move in Samples.Moves
               from persona in Personas
               where !IsEnd(move) || _random.Next(10) == 0
               where !IsAside(move) || _random.Next(8) == 0
               where life.PartiesOf(_people[persona]).Any(party => life.Model.Permits(move, party, Today))
               select (move, persona),
        ];
        return permitted.Length > 0 && _random.Next(4) > 0
            ? permitted[_random.Next(permitted.Length)]
            : (Samples.Moves[_random.Next(Samples.Moves.Count)], Personas[_random.Next(Personas.Length)]);
    }

    private static bool IsEnd(Move move) => move is Move.Answer or Move.Redirect or Move.Merge or Move.Withdraw;

    private static bool IsAside(Move move) => move is Move.Supplement or Move.Supervise or Move.SupervisionAnswer or Move.Transfer or Move.CoOpinion or Move.LogContact;

    private (CaseCommand Command, bool WellFormed) Command(Move move, Life life, CurrentUser user)
    {
        switch (move)
        {
            case Move.Transfer:
                var deputies = Personas.Where(persona => persona is "deputy-1" or "deputy-2" or "deputy-3").Select(persona => _people[persona].DeputyId!).ToList();
                var deputy = deputies[_random.Next(deputies.Count)];
                return (new TransferCommand(deputy, null, null), deputy != life.Model.Deputy);
            case Move.Assign:
                var agencies = Personas.Where(persona => persona is "agency-1" or "agency-2" or "agency-3").Select(persona => _people[persona].AgencyId!).ToArray();
                _random.Shuffle(agencies);
                return (new AssignCommand(agencies[0], agencies[1..(1 + _random.Next(3))], null), true);
            case Move.CoOpinion:
                return (new CoOpinionCommand(user.AgencyId ?? "", "同意"), true);
            case Move.LogContact:
                return (new LogContactCommand(user.AgencyId ?? "", ContactPhase.During, Today, ContactWay.Phone, ContactWith.Deputy, "f00d"), true);
            case Move.Merge:
                var into = _lives[_random.Next(_lives.Count)];
                return (new MergeCommand(into.Id, null), into != life && !into.IsOver);
            case Move.AskCoSigners:
                var free = Personas.Where(persona => persona is "deputy-1" or "deputy-2" or "deputy-3").Select(persona => _people[persona].DeputyId!)
                    .Where(id => id != life.Model.Deputy && !life.Model.CoSigners.ContainsKey(id)).ToList();
                return free.Count == 0 ? (new AskCoSignersCommand([life.Model.Deputy ?? ""]), life.Model.Deputy is null) : (new AskCoSignersCommand([free[_random.Next(free.Count)]]), true);
            case Move.CoSign:
                return (new CoSignCommand(user.DeputyId ?? "", life.Model.CoSigners.GetValueOrDefault(user.DeputyId ?? "") != true, null), true);
            case Move.Extension when _random.Next(5) == 0:
                return (new ExtensionCommand(11, "需招标"), false);
            case Move.Evaluate when _random.Next(5) == 0:
                return (new EvaluateCommand(Grade.NotGiven, null), false);
            default:
                return (Samples.Command(move, new Case { Id = life.Id }, Now, _random.Next(90)), true);
        }
    }

    private async Task JumpAsync()
    {
        var by = _random.Next(100) switch
        {
            < 40 => TimeSpan.FromHours(10) * _random.NextDouble(),
            < 85 => TimeSpan.FromDays(2) * _random.NextDouble(),
            < 97 => TimeSpan.FromDays(6) * _random.NextDouble(),
            _ => TimeSpan.FromDays(20) * _random.NextDouble(),
        };
        var to = Now + by;
        // Its clock runs on: what is asked on one day must not be done on the next.
        Service<MovableClock>().TryMoveTo(ChinaTime.DateOf(to) == ChinaTime.DateOf(to + NearMidnight) ? to : to + NearMidnight);
        await SweepAsync(sweep => sweep.Kind == SweepKind.Deadlines);
        foreach (var life in _lives)
        {
            for (var lapsed = life.TakeTurn(Today); lapsed > 0; lapsed--)
                Count(true, "verdict lapsed");
        }

        var versions = await Database.ReadAsync(
            connection => connection.QueryAsync<(string Id, int Version)>("select id, version from cases where id in @ids", new { ids = _lives.Select(life => life.Id) }), CancellationToken.None);
        foreach (var (id, version) in versions)
            _lives.Single(life => life.Id == id).Version = version;
        Note("jump", Now.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>A whole turn, after any that the engine has begun earlier: that one may have looked before the last change.</summary>
    private async Task SweepAsync(Func<ISweep, bool> which)
    {
        var runner = Service<SweepRunner>();
        using var held = await runner.HoldAllAsync(CancellationToken.None);
        foreach (var sweep in runner.Sweeps.Where(which))
            await sweep.RunAsync(CancellationToken.None);
    }

    private Database Database => Service<Database>();

    private T Service<T>()
        where T : notnull => _server.Services.GetRequiredService<T>();

    private void Note(string what, string how)
    {
        Count(true, what);
        _trail.Add($"{what}: {how}");
    }

    private void Count(bool happened, string what)
    {
        if (happened)
            Counts[what] = Counts.GetValueOrDefault(what) + 1;
    }

    private async Task<CurrentUser> FindAsync(string id)
    {
        var user = await Database.ReadAsync(
            connection => connection.QueryFirstAsync<(string? Jurisdiction, string? DeputyId, string? AgencyId, int? Level, string? Town)>(
                "select jurisdiction, deputy_id, agency_id, supervisor_level, town from users where id = @id", new { id }),
            CancellationToken.None);
        var roles = await Database.ReadAsync(connection => connection.QueryAsync<string>("select role from user_roles where user_id = @id", new { id }), CancellationToken.None);
        var stations = await Database.ReadAsync(connection => connection.QueryAsync<string>("select station_id from station_keepers where user_id = @id", new { id }), CancellationToken.None);
        return new CurrentUser(id, "", null, [.. roles.Select(Enum.Parse<Role>)], user.Jurisdiction, user.DeputyId, user.AgencyId, [.. stations], user.Level, user.Town);
    }
}
