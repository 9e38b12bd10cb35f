using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using ScanDeputy.Server.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>Any node takes what any other gave out, from the very first moment of a new installation on.</summary>
[Collection(FaultsCollection.Name)]
public sealed partial class TokenKeyTests
{
    [Fact]
    public async Task Nodes_that_start_at_once_on_a_database_without_keys_agree_on_one()
    {
        await using var cluster = await ProductionCluster.StartAsync();
        using var database = cluster.OpenDatabase();
        ClusterNode[] nodes = [cluster.Add("api"), cluster.Add("api")];
        for (var round = 0; round < 5; round++)
        {
            await database.WriteAsync(scope => scope.ExecuteAsync("delete from data_protection_keys"), CancellationToken.None);
            await Task.WhenAll(nodes.Select(node => node.StartAsync()));
            Assert.Equal(1, await database.ReadAsync(connection => connection.QueryFirstAsync<int>("select count(*) from data_protection_keys"), CancellationToken.None));
            await UseAsync(cluster, nodes[0], nodes[1]);
            await UseAsync(cluster, nodes[1], nodes[0]);
            await Task.WhenAll(nodes.Select(node => node.KillAsync()));
        }
    }

    private static async Task UseAsync(ProductionCluster cluster, ClusterNode one, ClusterNode other)
    {
        var signedIn = await cluster.SignInAsync(cluster.OpenIdOf("resident-1"), one);
        using var there = new ApiClient(other.Address, (string)signedIn["accessToken"]!);
        (await there.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        (await there.PostAsync("/api/v1/auth/refresh", new { refreshToken = (string)signedIn["refreshToken"]! })).Expect(HttpStatusCode.OK);

        // A browser behind a balancer: the form from one node, sent to the other; the cookie from there, shown to the first.
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var token = Token().Match(await browser.GetStringAsync(new Uri(one.Address, "/login"))).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("userName", "committee-1"), new("password", DemoData.Password)]);
        using var entered = await browser.PostAsync(new Uri(other.Address, "/login"), form);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        using var work = await browser.GetAsync(new Uri(one.Address, "/work"));
        Assert.Equal(HttpStatusCode.OK, work.StatusCode);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Token();
}
