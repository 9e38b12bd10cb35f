using System.Globalization;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Administration;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.ContentReview;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Ledger;
using ScanDeputy.Server.Features.Network;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Pages;
using ScanDeputy.Server.Pages.Stations;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Http.Input;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.Time;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server;

/// <summary>Puts the program together, for <c>Program</c> and for tests that start it in their own process.</summary>
public static class ServerSetup
{
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <param name="args">The command line: settings.</param>
    /// <param name="realClock">The wall clock.</param>
    /// <param name="change">For hosts other than <c>Program</c>: their own logging, for example.</param>
    /// <exception cref="RefuseToStartException">The settings do not allow a start.</exception>
    public static WebApplication Build(string[] args, TimeProvider realClock, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings hold from a start to the next; watching their files would take watchers, of which a system has few.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            // Pages are looked for in the assembly of this name, which is not the entry assembly where tests host the program.
            ApplicationName = typeof(ServerSetup).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Profiles.EnvironmentOf(args),
        });
        builder.Environment.WebRootFileProvider = new UnwatchedFiles(builder.Environment.WebRootFileProvider);
        var profile = Profiles.Read(builder.Configuration, builder.Environment);
        if (builder.Configuration["Secrets:Directory"] is { Length: > 0 } secrets)
            builder.Configuration.AddKeyPerFile(Path.GetFullPath(secrets), optional: false);
        if (profile == Profile.Production)
            ProductionSettings.Require(builder.Configuration);
        else
            builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = DemoSettings.Defaults });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultAddress);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddLogFormat(builder.Configuration);

        var roles = Profiles.ReadRoles(builder.Configuration);
        AddServices(builder.Services, builder.Configuration, new Node(profile, roles), realClock);
        change?.Invoke(builder);
        var app = builder.Build();
        Map(app, profile, roles);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, Node node, TimeProvider realClock)
    {
        var directory = configuration["Data:Directory"] is { Length: > 0 } configured ? configured : "data";
        var clock = new MovableClock(realClock, StartAt(configuration["Sandbox:StartAt"]));

        services.AddSingleton(node).AddSingleton<TimeProvider>(clock);
        services.AddLifetime(node.Profile, configuration);
        services.AddDatabase(configuration, directory).AddSecurity(configuration, directory).AddCache(configuration).AddHttpPlatform(configuration).AddWeChat(configuration);
        services.AddRules().AddPeople(configuration).AddNotices(configuration).AddNetwork(configuration).AddCases(configuration).AddPublication();
        services.AddContentReview(configuration).AddLedger(configuration, node.Profile == Profile.Embedded ? Path.Combine(directory, "ledger-roots.txt") : null).AddDeadlines();
        services.AddChecks().AddAdministration();
        services.AddSweeps().AddTelemetry(configuration);
        if (node.Roles.HasFlag(NodeRoles.Worker) && configuration.GetValue("Jobs:Enabled", true))
            services.AddJobEngine(configuration);
        if (node.Roles.HasFlag(NodeRoles.Api))
            services.AddJobPages(configuration);
        if (node.Profile == Profile.Embedded)
            services.AddDemo(clock);
        services.AddPages();
        services.AddSingleton<Preparation>();
    }

    private static DateTimeOffset? StartAt(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw new RefuseToStartException($"Sandbox__StartAt '{text}' is not an instant: write it like 2026-12-28T09:00:00+08:00.");
    }

    private static void Map(WebApplication app, Profile profile, NodeRoles roles)
    {
        app.UsePrintedAddresses();
        app.UseHttpPlatform();
        app.UseSessions();
        app.UseFormReading();
        app.UseAntiforgery();
        app.UseMiddleware<InputDoor>();
        app.MapHealth();
        if (!roles.HasFlag(NodeRoles.Api))
            return;

        var api = app.MapGroup("/api/v1").WithLimits().WithValidation();
        api.MapRules();
        api.MapPeople();
        api.MapNotices();
        api.MapNetwork();
        api.MapCases();
        api.MapPublication();
        api.MapContentReview();
        api.MapLedger();
        api.MapAdministration();
        app.MapApiDescription(profile, Rights.Administer);
        app.MapOpenData();
        if (profile == Profile.Embedded)
            app.MapSandbox();
        app.MapWeChatCallback();
        app.MapPhotosForWeChat();
        app.MapPages();
        app.MapJobPages(Rights.Administer);
    }
}
