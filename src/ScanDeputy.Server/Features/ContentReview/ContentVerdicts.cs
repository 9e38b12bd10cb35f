using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>What follows from the check of a text or a photo: who may see it now, and who has to hear of it.</summary>
public sealed class ContentVerdicts(CaseNews news, RuleBook book, TimeProvider clock)
{
    public async Task OnTextAsync(WriteScope scope, string caseId, string status)
    {
        await scope.ExecuteAsync("update cases set content_status = @status where id = @caseId", new { status, caseId });
        await CaseWaits.SaveContentAsync(scope, caseId, clock.GetUtcNow());
        if (status != ContentChecks.Passed)
            await TellAsync(scope, caseId, status, null);
    }

    public async Task OnPhotoAsync(WriteScope scope, string caseId, string photoId, string ownerId, string status)
    {
        await scope.ExecuteAsync("update attachments set content_status = @status where id = @photoId", new { status, photoId });
        await CaseWaits.SaveContentAsync(scope, caseId, clock.GetUtcNow());
        if (status != ContentChecks.Passed)
            await TellAsync(scope, caseId, status, (photoId, ownerId));
    }

    private async Task TellAsync(WriteScope scope, string caseId, string status, (string Id, string OwnerId)? photo)
    {
        var file = (await CaseFile.LoadAsync(scope.Connection, caseId, scope.Transaction))!;
        var rules = await book.LoadAsync(scope.Connection, file.Row.Jurisdiction, scope.Transaction);
        await news.TellOfCheckAsync(scope, file, photo, status == ContentChecks.Refused, rules, clock.GetUtcNow());
    }
}
