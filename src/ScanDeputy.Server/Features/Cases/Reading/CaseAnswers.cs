using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Answers a case with its version as ETag, which the next change must bring as <c>If-Match</c>.</summary>
public static class CaseAnswers
{
    public static IResult ToCase(this Result<CaseView> result) => result.ToHttp<CaseView>(view => new WithETag(view));

    private sealed class WithETag(CaseView view) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{view.Version}\"");
            return TypedResults.Ok(view).ExecuteAsync(httpContext);
        }
    }
}
