using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// The real program in this process: Kestrel on a free loopback port, a database of its own (see TestDatabases), the sandbox WeChat on the wire,
/// the demo's people. Sweeps run when a test says so. A warning or error in the log that a test did not announce fails it.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>A Friday morning with holidays far away.</summary>
    public static readonly DateTimeOffset UsualStart = new(2026, 5, 15, 9, 30, 0, TimeSpan.FromHours(8));

    private readonly WebApplication _app;
    private readonly LogBook _logs;
    private bool _ownsDirectory;

    private TestServer(WebApplication app, string directory, bool ownsDirectory, LogBook logs) =>
        (_app, Directory, _ownsDirectory, _logs) = (app, directory, ownsDirectory, logs);

    public string Directory { get; }

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static Task<TestServer> StartAsync(DateTimeOffset? startAt = null, string? directory = null, params string[] settings) =>
        StartLoggedAsync(_ => { }, startAt, directory, settings);

    /// <summary>Without the demo's own cases: a clock that is moved over days would remind of each of them.</summary>
    public static async Task<TestServer> StartWithoutPastAsync(params string[] settings)
    {
        var server = await StartAsync(null, await SeededFolder.CopyWithoutPastAsync(), settings);
        server._ownsDirectory = true;
        return server;
    }

    /// <param name="logging">Reads the log beside the book that looks for warnings.</param>
    public static async Task<TestServer> StartLoggedAsync(
        Action<ILoggingBuilder> logging, DateTimeOffset? startAt = null, string? directory = null, params string[] settings)
    {
        var folder = directory ?? (startAt is null ? await SeededFolder.CopyAsync() : System.IO.Directory.CreateTempSubdirectory("scandeputy-").FullName);
        var start = (startAt ?? UsualStart).ToString("O", CultureInfo.InvariantCulture);
        var logs = new LogBook();
        // A busy machine is no WeChat that does not answer: a call given up leaves its message in doubt.
        var app = ServerSetup.Build(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Sandbox:StartAt", start, "--Jobs:Enabled", "false", "--WeChat:Timeout", "00:00:30", .. await TestDatabases.SettingsAsync(folder), .. settings],
            WallClock.Real, builder => logging(builder.Logging.ClearProviders().AddProvider(logs)));
        await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        await app.StartAsync();
        return new TestServer(app, folder, directory is null, logs);
    }

    public Task<ApiClient> AsAsync(string persona) => ApiClient.SignInAsync(Address, persona);

    public ApiClient Anonymous() => new(Address, null);

    /// <summary>Says that this text may stand in a warning or error of the log.</summary>
    public void ExpectLog(string part) => _logs.Expected.Add(part);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
            await TestDatabases.DropAsync(Directory);
        }

        var unexpected = _logs.Unexpected();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    private sealed class LogBook : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _entries = new();

        public ConcurrentBag<string> Expected { get; } = [];

        public IReadOnlyList<string> Unexpected() => [.. _entries.Where(entry => !Expected.Any(part => entry.Contains(part, StringComparison.Ordinal)))];

        public ILogger CreateLogger(string categoryName) => new Pen(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Pen(LogBook book, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                    book._entries.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
