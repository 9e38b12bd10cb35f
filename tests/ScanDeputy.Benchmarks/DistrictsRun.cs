using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>Takes over a county's districts, then a nation's, compares them again, and looks for some.</summary>
internal static class DistrictsRun
{
    private const int Calls = 500;

    public static async Task RunAsync(TimeProvider clock, IServiceProvider services)
    {
        var database = services.GetRequiredService<Database>();
        var import = services.GetRequiredService<ImportDistricts.Handler>();
        await ImportAsync("a county's districts", NationalDistricts.OfCounty("320101"), false);
        await ImportAsync("a nation's districts", NationalDistricts.All(), false);
        await ImportAsync("compared again", NationalDistricts.All(), true);
        await database.WriteAsync(scope => scope.ExecuteAsync(database.Dialect.Name == "sqlite" ? "analyze main" : "analyze table districts"), CancellationToken.None);

        var find = services.GetRequiredService<FindDistricts.Handler>();
        var all = NationalDistricts.All().ToList();
        await FindAsync("by the whole code", all, find, district => new FindDistricts.Query { Q = district.Code });
        await FindAsync("by six digits", all, find, district => new FindDistricts.Query { Q = district.Code.PadRight(6, '0')[..6] });
        await FindAsync("by the name", all, find, district => new FindDistricts.Query { Q = district.Name });
        await FindAsync("by its first characters", all, find, district => new FindDistricts.Query { Q = district.Name[..2] });
        await FindAsync("by initials", all, find, district => new FindDistricts.Query { Q = ScanDeputy.Server.Platform.Texts.PinyinInitials.Of(district.Name) });
        await FindAsync("by two initials", all, find, district => new FindDistricts.Query { Q = ScanDeputy.Server.Platform.Texts.PinyinInitials.Of(district.Name)[..2] });
        await FindAsync("the children of one", all, find, district => new FindDistricts.Query { Parent = district.Code });

        async Task ImportAsync(string what, IEnumerable<(string Code, string Name)> districts, bool complete)
        {
            var bytes = NationalDistricts.Csv(districts);
            var started = clock.GetTimestamp();
            var report = await import.RunAsync(new ImportFile("list.csv", bytes), null, "load", complete, complete, CancellationToken.None);
            if (!report.Accepted)
                throw new InvalidOperationException(report.Faults[0].ToString());
            Console.WriteLine($"{database.Dialect.Name}, {what}, {report.Rows} rows: {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
        }

        async Task FindAsync(string what, List<(string Code, string Name)> districts, FindDistricts.Handler handler, Func<(string Code, string Name), FindDistricts.Query> query)
        {
            var random = new Random(3);
            var times = new List<double>();
            for (var i = 0; i < Calls; i++)
            {
                var asked = query(districts[random.Next(districts.Count)]);
                var started = clock.GetTimestamp();
                var found = await handler.HandleAsync(asked, CancellationToken.None);
                times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
                if (found.IsRefused)
                    throw new InvalidOperationException(what);
            }

            times.Sort();
            Console.WriteLine($"{what}: median {times[Calls / 2]:0.00} ms, 99 % {times[Calls * 99 / 100]:0.00} ms");
        }
    }
}
