using System.Net;
using System.Text;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>A list of staff that is handed in must leave somebody who can let others in.</summary>
public sealed class LastAdministratorTests
{
    private const string Header = "user_name,name,phone,roles,deputy,agency,station,supervisor_level,active";

    [Theory]
    [InlineData("admin-1,贾兴华,,审计,,,,,是", false)]
    [InlineData("admin-1,贾兴华,,管理员,,,,,否", false)]
    [InlineData("admin-1,贾兴华,,管理员|审计,,,,,是", true)]
    [InlineData("zk-next,李示,,管理员,,,,,是\nadmin-1,贾兴华,,审计,,,,,是", true)]
    public async Task An_import_that_takes_the_last_administrator_away_is_a_fault_of_its_row(string lines, bool accepted)
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        var report = (await admin.UploadAsync("/api/v1/admin/import?dryRun=true", Encoding.UTF8.GetBytes($"{Header}\n{lines}\n"), "staff.csv")).Expect(HttpStatusCode.OK);
        Assert.Equal(accepted, (bool)report["accepted"]!);
        Assert.Equal(accepted ? null : "这样本区县就没有在岗的管理员了。", (string?)report["faults"].AsArray().FirstOrDefault()?["fault"]);
    }
}
