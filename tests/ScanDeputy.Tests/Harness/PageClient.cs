using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>A browser without JavaScript: keeps cookies and sends forms with the token that their page holds.</summary>
public sealed partial class PageClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public static async Task<PageClient> SignInAsync(Uri address, string persona)
    {
        var client = new PageClient(address);
        using var entered = await client.PostAsync("/sandbox", $"/sandbox/personas/{persona}/enter");
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return client;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Opens the page of the form, and sends it with these fields.</summary>
    public async Task<HttpResponseMessage> PostAsync(string formPage, string action, params (string Name, string Value)[] fields)
    {
        var page = await _http.GetStringAsync(new Uri(formPage, UriKind.Relative));
        var token = Token().Match(page).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await _http.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    /// <summary>As <see cref="PostAsync"/>, with a file.</summary>
    public Task<HttpResponseMessage> UploadAsync(string formPage, (string Field, string Name, byte[] Bytes) file, params (string Name, string Value)[] fields) =>
        UploadAsync(formPage, formPage, file, fields);

    /// <summary>The same, to another address than the page's.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string formPage, string action, (string Field, string Name, byte[] Bytes) file, params (string Name, string Value)[] fields)
    {
        var page = await _http.GetStringAsync(new Uri(formPage, UriKind.Relative));
        using var form = new MultipartFormDataContent { { new StringContent(Token().Match(page).Groups["token"].Value), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file.Bytes), file.Field, file.Name);
        return await _http.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    /// <summary>As a script of the page does it: the token goes into a header.</summary>
    public async Task<HttpResponseMessage> SendAsync(string action, string header, string token, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(action, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add(header, token);
        return await _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Token();
}
