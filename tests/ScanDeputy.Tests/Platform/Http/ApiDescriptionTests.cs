using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>Who reads <c>/openapi</c> and <c>/docs/api</c>: in the embedded profile everybody, and where it is closed administrators alone (production: RunningAccountTests).</summary>
public sealed class ApiDescriptionTests
{
    private static readonly string[] Documents = ["/openapi/v1.json", "/docs/api/"];

    [Fact]
    public async Task Where_it_is_closed_administrators_alone_read_it()
    {
        await using var server = await TestServer.StartAsync(settings: ["--OpenApi:Public", "false"]);
        using var nobody = new PageClient(server.Address);
        foreach (var document in Documents)
            Assert.Equal((HttpStatusCode.Redirect, "/login"), await AskAsync(nobody, document));
        foreach (var (persona, status) in new[] { ("resident-1", HttpStatusCode.Redirect), ("auditor-1", HttpStatusCode.Redirect), ("town-1", HttpStatusCode.Redirect), ("admin-1", HttpStatusCode.OK) })
        {
            using var person = await PageClient.SignInAsync(server.Address, persona);
            foreach (var document in Documents)
                Assert.Equal((status, status == HttpStatusCode.OK ? null : "/denied"), await AskAsync(person, document));
        }
    }

    private static async Task<(HttpStatusCode Status, string? Where)> AskAsync(PageClient client, string document)
    {
        using var answer = await client.GetAsync(document);
        return (answer.StatusCode, answer.Headers.Location is { } where ? (where.IsAbsoluteUri ? where.AbsolutePath : where.OriginalString.Split('?')[0]) : null);
    }
}
