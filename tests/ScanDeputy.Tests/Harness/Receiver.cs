using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScanDeputy.Tests.Infra;

namespace ScanDeputy.Tests.Harness;

/// <summary>Somebody else's address on this machine, that takes JSON, keeps it, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private TinyServer _server = null!;

    public sealed record Post(JsonNode Body, IHeaderDictionary Headers);

    public ConcurrentQueue<Post> Posts { get; } = new();

    public string Address => $"http://127.0.0.1:{_server.Port}/send?key=secret";

    /// <param name="answer">Gets how often this very body has come, counted from 1.</param>
    public static async Task<Receiver> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var receiver = new Receiver();
        receiver._server = await TinyServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = JsonNode.Parse(await reader.ReadToEndAsync())!;
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
            receiver.Posts.Enqueue(new Post(body, headers));
            await answer(context, receiver.Posts.Count(post => JsonNode.DeepEquals(post.Body, body)));
        });
        return receiver;
    }

    /// <summary>A robot that is content.</summary>
    public static Task<Receiver> RobotAsync() => StartAsync((context, _) => context.Response.WriteAsync("""{"errcode":0,"errmsg":"ok"}"""));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
