using System.Net;
using System.Net.Http.Json;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>One refresh token used more than once: by the same client at once or soon, by another, or late.</summary>
public sealed class RefreshTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Eight_uses_at_once_by_one_client_all_get_a_successor_that_works()
    {
        using var client = _server.Anonymous();
        var first = await TokenAsync(client);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(client, first)));
        foreach (var answer in answers)
        {
            using var signedIn = new ApiClient(_server.Address, (string)answer.Expect(HttpStatusCode.OK)["accessToken"]!);
            (await signedIn.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        }

        // Whichever of them the client kept.
        (await RefreshAsync(client, (string)answers[3]["refreshToken"]!)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("mini-program", "PT0S", true)]
    [InlineData("mini-program", "PT9S", true)]
    [InlineData("mini-program", "PT11S", false)]
    [InlineData("another", "PT0S", false)]
    [InlineData(null, "PT0S", false)]
    public async Task A_spent_token_is_answered_again_to_the_same_client_soon_and_else_ends_the_session(string? client, string later, bool again)
    {
        using var nobody = _server.Anonymous();
        var first = await TokenAsync(nobody);
        var second = (await RefreshAsync(nobody, first, "mini-program")).Expect(HttpStatusCode.OK);
        await nobody.AdvanceAsync(later);
        (await RefreshAsync(nobody, first, client)).Expect(again ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        (await RefreshAsync(nobody, (string)second["refreshToken"]!, "mini-program")).Expect(again ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    /// <summary>Each node has its own clock, and who comes first may have looked at it last.</summary>
    [Theory]
    [InlineData(-11_000, false)]
    [InlineData(-9_000, true)]
    [InlineData(3, true)]
    [InlineData(9_000, true)]
    [InlineData(11_000, false)]
    public async Task A_spent_token_is_answered_again_when_the_clocks_of_nodes_differ_a_little(int milliseconds, bool again)
    {
        using var client = _server.Anonymous();
        var first = await TokenAsync(client);
        (await RefreshAsync(client, first)).Expect(HttpStatusCode.OK);
        await _server.ExecuteAsync("update sessions set refreshed_at = refreshed_at + @milliseconds where refreshed_at is not null", new { milliseconds });
        (await RefreshAsync(client, first)).Expect(again ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_from_before_the_last_one_ends_the_session_however_soon()
    {
        using var client = _server.Anonymous();
        var first = await TokenAsync(client);
        var second = (string)(await RefreshAsync(client, first)).Expect(HttpStatusCode.OK)["refreshToken"]!;
        var third = (string)(await RefreshAsync(client, second)).Expect(HttpStatusCode.OK)["refreshToken"]!;
        (await RefreshAsync(client, first)).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        (await RefreshAsync(client, third)).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_session_that_was_signed_out_has_no_successor()
    {
        using var client = _server.Anonymous();
        var first = await TokenAsync(client);
        var second = (await RefreshAsync(client, first)).Expect(HttpStatusCode.OK);
        using var signedIn = new ApiClient(_server.Address, (string)second["accessToken"]!);
        (await signedIn.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
        (await RefreshAsync(client, first)).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static async Task<string> TokenAsync(ApiClient client) =>
        (string)(await client.PostAsync("/sandbox/personas/resident-1/token")).Expect(HttpStatusCode.OK)["refreshToken"]!;

    private static Task<ApiAnswer> RefreshAsync(ApiClient client, string token, string? userAgent = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/refresh") { Content = JsonContent.Create(new { refreshToken = token }) };
        if (userAgent is not null)
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        return client.SendAsync(request);
    }
}
