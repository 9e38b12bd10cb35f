using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>What every answer has in common: JSON, problems, security headers, limits.</summary>
public static partial class HttpPlatform
{
    public static IServiceCollection AddHttpPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<JsonOptions>(options => ApiJson.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddSingleton(LimitOptions.Read<LimitOptions>(configuration, limits => limits.WritesPerAddress >= 0)).AddSingleton<RequestLimits>();
        services.AddHttpContextAccessor().AddSingleton<CallOrigin>();
        services.AddSingleton<IdempotentWrites>();
        services.AddSingleton<AnswersToShow>();
        services.AddTrustedProxies(configuration);
        services.AddValidators();
        services.AddApiDescription();
        return services;
    }

    public static void UseHttpPlatform(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostDoor>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFaultAsync, SuppressDiagnosticsCallback = fault => fault.Exception is DatabaseUnavailableException });
        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseMethodAnswers();
    }

    /// <summary>A fault: the log has it, the caller gets a number to ask with and no inside of the program.</summary>
    private static Task AnswerFaultAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (fault is DatabaseUnavailableException)
            Log.NoDatabase(context.RequestServices.GetRequiredService<ILogger<HttpPlatformLog>>(), fault.Message, (fault.InnerException ?? fault).GetType().Name);
        return AnswerAsync(context, fault switch
        {
            BadHttpRequestException bad => ErrorCodes.Of(bad.StatusCode),
            DatabaseUnavailableException => ErrorCodes.Unavailable,
            _ => ErrorCodes.Internal,
        });
    }

    /// <summary>A status that the framework gave without a body.</summary>
    private static Task AnswerStatusAsync(HttpContext context) => AnswerAsync(context, ErrorCodes.Of(context.Response.StatusCode));

    private static Task AnswerAsync(HttpContext context, string code) => AnswerAsync(context, new Refusal(code));

    internal static Task AnswerAsync(HttpContext context, Refusal refusal) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/sandbox", StringComparison.OrdinalIgnoreCase)
            ? Problem.From(refusal, context).WriteAsync(context)
            : ErrorPage.WriteAsync(context, refusal);

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Warning, "A request was answered 503: {Message} ({Cause})")]
        public static partial void NoDatabase(ILogger logger, string message, string cause);
    }
}

/// <summary>A category for the log.</summary>
public sealed class HttpPlatformLog;
