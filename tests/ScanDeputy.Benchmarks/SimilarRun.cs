using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Domain.Cases.Similar;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>
/// What the search for similar cases costs (docs/decisions/0014): comparing two hundred texts, and the whole search where one station has five
/// thousand open cases of one category within half a kilometre.
/// </summary>
internal static class SimilarRun
{
    private const int Candidates = 200;
    private const int Open = 5_000;
    private const int Calls = 200;
    private const int Shown = 5;

    public static async Task RunAsync(TimeProvider clock, string connectionString)
    {
        Compare(clock, 100);
        Compare(clock, 2_000);
        var folder = Directory.CreateTempSubdirectory("scandeputy-similar-").FullName;
        try
        {
            string[] database = connectionString.Length > 0 ? ["--Database:ConnectionString", connectionString] : [];
            await using var app = ServerSetup.Build(
                ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Jobs:Enabled", "false", .. database], clock, builder => builder.Logging.ClearProviders());
            await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
            await SearchAsync(app.Services, clock);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Texts of so many characters; the time of one report against all candidates.</summary>
    private static void Compare(TimeProvider clock, int length)
    {
        var candidates = Enumerable.Range(0, Candidates).Select(i => new SimilarCandidate($"{i}", "s", null, Text(i, length))).ToList();
        var report = new SimilarCandidate("", "s", null, Text(Candidates, length));
        var times = Enumerable.Range(0, Calls).Select(_ =>
        {
            var started = clock.GetTimestamp();
            SimilarCases.Among(report, candidates, Shown);
            return clock.GetElapsedTime(started).TotalMilliseconds;
        });
        Print($"{Candidates} texts of {length} characters", times);
    }

    private static async Task SearchAsync(IServiceProvider services, TimeProvider clock)
    {
        var database = services.GetRequiredService<Database>();
        var found = await database.ReadAsync(
            connection => Dapper.SqlMapper.QueryFirstAsync<(string Id, string Code, string Category)>(
                connection, "select k.id, c.code, k.category_id from cases k join station_codes c on c.station_id = k.station_id where k.status = 'Received' and c.status = 'Active' order by k.id limit 1"),
            CancellationToken.None);
        for (var i = 0; i < Open; i++)
            await database.WriteAsync(scope => scope.ExecuteAsync(Copy, new { found.Id, New = $"z{i:D6}", Text = Text(i, 100) }), CancellationToken.None);

        var handler = services.GetRequiredService<FindSimilar.Handler>();
        var user = new CurrentUser("nobody", "", null, [Role.Resident], null, null, null, [], null, null);
        var request = new FindSimilar.Request(found.Code, found.Category, null, Text(7, 100), new SubmitCase.Place(null, 35.0, 118.3));
        var times = new List<double>();
        for (var i = 0; i < Calls; i++)
        {
            var started = clock.GetTimestamp();
            var answer = await handler.HandleAsync(request, user, CancellationToken.None);
            times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            if (answer.Value.Items.Count != Shown)
                throw new InvalidOperationException($"{answer.Value.Items.Count} were found.");
        }

        Print($"a search among {Open} open cases at one place ({database.Dialect.Name})", times);
    }

    private static string Text(int seed, int length)
    {
        var random = new Random(seed % 20);
        return new string([.. Enumerable.Range(0, length).Select(_ => (char)(0x4e00 + random.Next(1_500)))]);
    }

    private static void Print(string what, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        Console.WriteLine($"{what}: median {sorted[sorted.Count / 2]:0.00} ms, 95 % {sorted[sorted.Count * 95 / 100]:0.00} ms");
    }

    private const string Copy = """
        insert into cases (id, number, version, status, jurisdiction, station_id, district, category_id, resident_id, deputy_id, lead_agency_id, title, text, search_text, place_address,
          lat, lng, contact_encrypted, share_with_agency, is_public, content_status, fingerprint, waiting_role, waiting_id, stage_kind, due_on, clock_stopped, expires_on, created_at, updated_at)
        select @New, @New, version, status, jurisdiction, station_id, district, category_id, resident_id, deputy_id, lead_agency_id, title, @Text, search_text, place_address,
          35.0, 118.3, contact_encrypted, share_with_agency, 1, 'passed', fingerprint, waiting_role, waiting_id, stage_kind, due_on, clock_stopped, expires_on, created_at, updated_at
        from cases where id = @Id
        """;
}
