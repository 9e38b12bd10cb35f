using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.SmsSignIn;

/// <summary>How many codes may be asked for: by one phone, by one address, by everybody.</summary>
public sealed class SmsLimitTests
{
    // The gap is set to nothing by moving the clock; limits are counted by a clock that nobody moves.
    [Theory]
    [InlineData("SmsPerPhoneHour", 2, true, 3600)]
    [InlineData("SmsPerPhoneDay", 3, true, 86400)]
    [InlineData("SmsPerAddressHour", 2, false, 3600)]
    [InlineData("SmsPerAddressDay", 3, false, 86400)]
    [InlineData("SmsPerDay", 2, false, 86400)]
    public async Task Beyond_a_limit_no_code_goes_out_and_the_answer_says_when(string setting, int count, bool samePhone, int seconds)
    {
        await using var server = await StartAsync($"--Limits:{setting}", $"{count}");
        using var anyone = server.Anonymous();
        for (var i = 0; i <= count; i++)
        {
            var phone = new TextPhone(server, samePhone ? "13818000000" : $"1381800000{i}");
            await anyone.AdvanceAsync("PT1M");
            var answer = await phone.AskAsync();
            if (i < count)
            {
                answer.Expect(HttpStatusCode.NoContent);
                continue;
            }

            var refused = answer.Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, seconds - 60, seconds);
            Assert.Equal(samePhone ? count : 0, phone.Texts.Count);
        }
    }

    [Fact]
    public async Task Who_is_asked_to_wait_a_minute_has_not_used_anything_up()
    {
        await using var server = await StartAsync("--Limits:SmsPerPhoneHour", "2");
        using var anyone = server.Anonymous();
        var phone = new TextPhone(server, "13818000001");
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        for (var i = 0; i < 5; i++)
            (await phone.AskAsync()).Expect(HttpStatusCode.TooManyRequests);
        await anyone.AdvanceAsync("PT1M");
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Guesses_are_limited_by_address_together_with_passwords()
    {
        await using var server = await StartAsync("--Limits:SignInsPerAddress", "3");
        for (var i = 0; i < 3; i++)
            (await new TextPhone(server, $"1381800001{i}").VerifyAsync("123456")).Expect(HttpStatusCode.Unauthorized, "sms_code_invalid");
        (await new TextPhone(server, "13818000019").VerifyAsync("123456")).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    private static Task<TestServer> StartAsync(string setting, string value) =>
        TestServer.StartAsync(settings: ["--Limits:Enabled", "true", setting, value]);
}
