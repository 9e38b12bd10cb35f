using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>A county whose administrators make others of their kind, over the API.</summary>
internal sealed class DutiesWorld : IAsyncDisposable
{
    public const string Staff = "/api/v1/admin/staff";
    public const string Duties = "/api/v1/admin/duties";

    private readonly Dictionary<string, string> _passwords = new(StringComparer.Ordinal);

    private DutiesWorld(TestServer server, ApiClient admin) => (Server, Admin) = (server, admin);

    public TestServer Server { get; }

    public ApiClient Admin { get; }

    private Database Database => Server.Services.GetRequiredService<Database>();

    public static async Task<DutiesWorld> StartAsync()
    {
        var server = await TestServer.StartAsync();
        return new DutiesWorld(server, await server.AsAsync("admin-1"));
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Server.DisposeAsync();
    }

    public static Task<ApiAnswer> PutAsync(ApiClient client, bool? separated, bool? secondPerson = null) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Put, Duties) { Content = JsonContent.Create(new { separated, secondPerson }) });

    public Task<string> CreateAsync(string userName, params string[] roles) => CreateAsync(Admin, userName, roles);

    public static async Task<string> CreateAsync(ApiClient by, string userName, params string[] roles) =>
        (string)(await by.PostAsync(Staff, new { userName, name = "新来员", roles })).Expect(HttpStatusCode.Created)["id"]!;

    public static async Task<ApiAnswer> ChangeAsync(ApiClient by, string id, params string[] roles)
    {
        var seen = (await by.GetAsync($"{Staff}/{id}")).Expect(HttpStatusCode.OK).Body!;
        return await ChangeAsync(by, id, (int)seen["version"]!, new { name = (string)seen["name"]!, phone = (string?)seen["phone"], roles });
    }

    public static Task<ApiAnswer> ChangeAsync(ApiClient by, string id, int version, object draft)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Staff}/{id}") { Content = JsonContent.Create(draft) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return by.SendAsync(request);
    }

    /// <summary>An account that has set its own password, and is signed in.</summary>
    public async Task<ApiClient> MakeAsync(string userName, params string[] roles)
    {
        var made = (await Admin.PostAsync(Staff, new { userName, name = "新来员", roles, firstPassword = true })).Expect(HttpStatusCode.Created);
        await WriteAsync($"update users set password_must_change = 0 where user_name = '{userName}'");
        _passwords[userName] = (string)made["firstPassword"]!;
        using var nobody = Server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/password", new { userName, password = _passwords[userName] })).Expect(HttpStatusCode.OK);
        return new ApiClient(Server.Address, (string)entered["accessToken"]!);
    }

    /// <summary>The same one in a browser.</summary>
    public async Task<PageClient> PageAsync(string userName)
    {
        var client = new PageClient(Server.Address);
        using var entered = await client.PostAsync("/login", "/login", ("userName", userName), ("password", _passwords[userName]));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return client;
    }

    public static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<string?> ScalarAsync(string sql, string? value = null) =>
        Database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, sql, new { value }), TestContext.Current.CancellationToken);

    public Task WriteAsync(string sql) => Database.WriteAsync(scope => scope.ExecuteAsync(sql), TestContext.Current.CancellationToken);
}
