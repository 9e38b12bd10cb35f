using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs.Poisoned;

/// <summary>A server in which rows are planted that a sweep cannot handle; its clock moves and its sweeps run only when the test says so.</summary>
internal sealed class PoisonedWorld : IDisposable
{
    private const int MostTurns = 50;

    // Somebody's phone, in whatever is broken: it must not come out in an error.
    public const string Phone = "13912345678";
    private const string Unreadable = $$"""{"type":"nonsense","phone":"{{Phone}}"}""";

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    public PoisonedWorld(TestServer server)
    {
        Server = server;
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "scandeputy.sweep.row_failures")
                self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Counted.Add($"{tags[0].Value} {tags[1].Value}"));
        _listener.Start();
    }

    public TestServer Server { get; }

    /// <summary>Failures as the metric counts them: sweep and result.</summary>
    public List<string> Counted { get; } = [];

    public DateTimeOffset Now => Server.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private Database Database => Server.Services.GetRequiredService<Database>();

    /// <summary>When the sweep ran last: the clock goes on meanwhile.</summary>
    public (DateTimeOffset From, DateTimeOffset To) LastRun { get; private set; }

    public void MoveTo(DateTimeOffset instant) => Server.Services.GetRequiredService<MovableClock>().TryMoveTo(instant);

    public ISweep Sweep(string name) => Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == name);

    /// <summary>The sweep's turns until it finds nothing more to do.</summary>
    public async Task RunAsync(string sweep)
    {
        // No verdict lapses before its alerts are written.
        if (sweep == "case-expiry")
            await RunAsync("deadlines");
        var from = Now;
        for (var turn = 0; await Sweep(sweep).RunAsync(CancellationToken.None) > 0; turn++)
            Assert.True(turn < MostTurns, $"{sweep} finds something to do at every turn.");
        LastRun = (from, Now);
        var next = await Sweep(sweep).NextDueAtAsync(CancellationToken.None);
        Assert.True(next is null || next > Now, $"{sweep} left something undone that is due since {next}.");
    }

    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, parameters), CancellationToken.None);

    public Task<T?> AskAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<T>(sql, parameters), CancellationToken.None);

    public async Task<bool> IsAsync(string sql, object? parameters = null) => await AskAsync<int>($"select count(*) from {sql}", parameters) > 0;

    /// <summary>What is known of the one row that failed.</summary>
    public async Task<Failure?> FailureAsync(string sweep)
    {
        var failures = await Database.ReadAsync(
            connection => connection.QueryAsync<Failure>("select id, row_key, attempts, error, next_attempt_at, parked_at from sweep_failures where sweep = @sweep", new { sweep }),
            CancellationToken.None);
        return failures.SingleOrDefault();
    }

    /// <summary>A report of one of the demo's residents.</summary>
    public async Task<string> SubmitAsync(string persona = "resident-1")
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync(persona);
        return chain.CaseId;
    }

    /// <summary>A case's ledger cannot be read any more, nor what follows from it.</summary>
    public async Task BreakLedgerAsync(string caseId)
    {
        _kept[caseId] = (await AskAsync<string>("select data from case_events where case_id = @caseId and sequence = 1", new { caseId }))!;
        await SetLedgerAsync(caseId, Unreadable);
    }

    public Task MendLedgerAsync(string caseId) => SetLedgerAsync(caseId, _kept[caseId]);

    /// <summary>Has the database refuse something of one row, as a rule of the server's administrator might.</summary>
    /// <param name="when">The statement: <c>before delete on attachments</c>.</param>
    /// <param name="which">The row, as <c>old</c> or <c>new</c>.</param>
    public Task RefuseAsync(string when, string which) => ExecuteAsync(TestDatabases.OnMariaDb
        ? $"create trigger planted {when} for each row if {which} then signal sqlstate '45000' set message_text = '{Phone}'; end if"
        : $"create trigger planted {when} when {which} begin select raise(abort, '{Phone}'); end");

    public Task RefuseNothingAsync() => ExecuteAsync("drop trigger planted");

    public void Dispose() => _listener.Dispose();

    private Task<int> SetLedgerAsync(string caseId, string data) =>
        ExecuteAsync("update case_events set data = @data where case_id = @caseId and sequence = 1", new { caseId, data });

    internal sealed record Failure
    {
        public string Id { get; init; } = "";

        public string RowKey { get; init; } = "";

        public int Attempts { get; init; }

        public string Error { get; init; } = "";

        public DateTimeOffset? NextAttemptAt { get; init; }

        public DateTimeOffset? ParkedAt { get; init; }
    }
}
