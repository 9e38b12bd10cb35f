using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>A callback address that opens pushes with our reader, and may answer late or badly.</summary>
internal sealed class PushReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CallbackReader _reader;

    private PushReceiver(WebApplication app, CallbackReader reader) => (_app, _reader) = (app, reader);

    public Uri Url => new(new Uri(_app.Urls.Single()), "/wechat/callback");

    /// <summary>Every request, opened; null where it was not WeChat's.</summary>
    public ConcurrentQueue<string?> Messages { get; } = new();

    /// <summary>How many more requests to leave without an answer.</summary>
    public int Silent { get; set; }

    public static async Task<PushReceiver> StartAsync(bool secure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var reader = new CallbackReader(new CallbackCrypto(WeChatWorld.PushToken, secure ? WeChatWorld.AesKey : "", WeChatWorld.AppId));
        var receiver = new PushReceiver(app, reader);
        app.UseRouting();
        app.MapGet("/wechat/callback", receiver.CheckAddressAsync);
        app.MapPost("/wechat/callback", receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task CheckAddressAsync(HttpContext http) =>
        http.Response.WriteAsync(_reader.IsAddressCheck(CallbackQuery.From(http.Request.Query)) ? http.Request.Query["echostr"].ToString() : "no");

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        var message = _reader.Open(CallbackQuery.From(http.Request.Query), await body.ReadToEndAsync(http.RequestAborted));
        Messages.Enqueue(message);
        if (Silent-- > 0) await Task.Delay(TimeSpan.FromSeconds(30), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (message is null) http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else await http.Response.WriteAsync("success");
    }
}
