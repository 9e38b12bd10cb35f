using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Wherever a phone is typed, it may be written as address books and forms write it, and is stored in one form.</summary>
public sealed class PhoneFieldTests : IAsyncLifetime
{
    private static readonly (string Typed, string? Stored)[] Inputs =
    [
        ("+86 138 0013 8000", "13800138000"), ("138 0013 8000", "13800138000"), ("１３８００１３８０００", "13800138000"), ("(0539)8123456", "0539-8123456"),
        ("400-812-3456", "4008123456"), ("+852 9123 4567", "+852 91234567"), ("", null), ("  ", null),
    ];

    private static readonly string[] Refused = ["10000000000", "8123456", "138", "none", "13800138000转8"];

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task In_a_report_and_in_one_for_a_visitor()
    {
        using var resident = await _server.AsAsync("resident-1");
        using var keeper = await _server.AsAsync("keeper-1");
        using var deputy = await _server.AsAsync("deputy-1");
        (ApiClient Client, string Field, Func<string, object> Body)[] places =
        [
            (resident, "contact.phone", phone => new { contact = new { name = "张三", phone, shareWithAgency = false } }),
            (keeper, "onBehalfOf.phone", phone => new { contact = (object?)null, onBehalfOf = new { name = "李四", phone } }),
        ];
        foreach (var (client, field, body) in places)
        {
            foreach (var (typed, stored) in Inputs)
            {
                var id = (string)(await client.SubmitAsync(body(typed))).Expect(HttpStatusCode.Created)["id"]!;
                Assert.Equal(stored, (string?)(await client.CaseAsync(id)).Expect(HttpStatusCode.OK)["contact"]["phone"]);
            }

            foreach (var typed in Refused)
                Assert.NotNull((await client.SubmitAsync(body(typed))).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field]);
        }
    }
}
