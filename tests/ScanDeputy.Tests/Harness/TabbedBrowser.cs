using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>One browser with several tabs: a form's token is taken in one, while another changes who is signed in.</summary>
public sealed partial class TabbedBrowser(Uri address) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _http;

    private HttpClient Http => _http ??= new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = address };

    public async Task EnterAsync(string persona)
    {
        using var entered = await PostAsync($"/sandbox/personas/{persona}/enter", await TokenAsync("/sandbox"));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> TokenAsync(string formPage) => TokenIn(await Http.GetStringAsync(new Uri(formPage, UriKind.Relative)));

    public static string TokenIn(string html) => Token().Match(html).Groups["token"].Value;

    public Task<HttpResponseMessage> PostAsync(string action, string token, params (string Name, string Value)[] fields) => SendAsync(action, token, null, null, fields);

    public async Task<HttpResponseMessage> SendAsync(string action, string token, string? header, string? value, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Where(field => field.Name != "__RequestVerificationToken").Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(action, UriKind.Relative)) { Content = form };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return await Http.SendAsync(request);
    }

    public void Forget(string cookie)
    {
        foreach (Cookie known in _cookies.GetCookies(address))
        {
            if (known.Name == cookie)
                known.Expired = true;
        }
    }

    public void Dispose() => _http?.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Token();
}
