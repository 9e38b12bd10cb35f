using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Answers a case with its version as ETag, which the next change must bring as <c>If-Match</c>.</summary>
public static class CaseAnswers
{
    public static IResult ToCase(this Result<CaseView> result) => result.ToHttp<CaseView>(view => new Versioned<CaseView>(view, view.Version));
}
