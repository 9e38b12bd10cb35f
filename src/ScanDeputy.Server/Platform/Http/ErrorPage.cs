using System.Text.Encodings.Web;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>A page for what went wrong outside the pages' own code; needs nothing that could fail again.</summary>
public static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = ErrorCodes.StatusOf(refusal.Code);
        RetryAfter.Say(context.Response, null, context.Response.StatusCode);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html(ErrorTexts.Title(refusal.Code), ErrorTexts.Detail(refusal.TextCode ?? refusal.Code), refusal.Code == ErrorCodes.Internal ? Problem.TraceIdOf(context) : null), context.RequestAborted);
    }

    /// <param name="trace">The number that the sentence asks people to tell; null where it asks for none.</param>
    private static string Html(string title, string detail, string? trace) => $"""
        <!doctype html>
        <html lang="zh-CN">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{HtmlEncoder.Default.Encode(title)}</title>
        <link rel="stylesheet" href="/css/site.css"></head>
        <body><main class="notice"><h1>{HtmlEncoder.Default.Encode(title)}</h1><p>{HtmlEncoder.Default.Encode(detail)}</p>{(trace is null ? "" : $"<p>追踪编号：<code>{HtmlEncoder.Default.Encode(trace)}</code></p>")}</main></body>
        </html>
        """;
}
