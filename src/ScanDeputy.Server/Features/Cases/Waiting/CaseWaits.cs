using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Waiting;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Waiting;

/// <summary>
/// Writes what a case waits for (<see cref="Waits"/>) into rows, so that a work list is one walk along an index, most urgent first. Written with
/// every change of a case and whenever its dates are counted again; the check of the ledger compares them.
/// </summary>
public static class CaseWaits
{
    private const string Content = nameof(WaitKind.Content);

    /// <summary>Where a date would stand in <c>place</c> when there is none: behind all others.</summary>
    public const string Undated = "9999-12-31";

    private const char Between = '~';

    /// <summary>After the case's own row was written.</summary>
    public static void Save(WriteScope scope, CaseRow row, CaseDates counted, bool isNew = false)
    {
        if (!isNew)
            scope.Later(Forget, new { CaseId = row.Id });
        foreach (var wait in Waits.Of(counted))
        {
            scope.Later(Insert, new
            {
                CaseId = row.Id,
                Kind = wait.Kind.ToString(),
                Role = wait.Role.ToString(),
                OwnerId = wait.Id ?? row.Jurisdiction,
                row.Jurisdiction,
                Town = StageOwnerAccounts.TownOf(row.District),
                SinceAt = wait.Since,
                DueOn = wait.Until,
                Place = PlaceOf(wait.Until, row.Id),
                wait.IsOfStage,
            });
        }
    }

    /// <summary>After the check of the report's text or of a photo has ended, or somebody has released it.</summary>
    public static async Task SaveContentAsync(WriteScope scope, string caseId, DateTimeOffset now)
    {
        await scope.ExecuteAsync("delete from case_waits where case_id = @caseId and kind = @Content and not exists " + HeldContent, new { caseId, Content });
        await scope.ExecuteAsync(
            InsertContent, new { caseId, Content, Role = nameof(Role.CommitteeOffice), now, Place = PlaceOf(null, caseId) });
    }

    /// <summary>Where the case stands among others that wait for the same: by date, then by age.</summary>
    public static string PlaceOf(DateOnly? until, string caseId) => $"{(until is { } on ? Columns.Text(on) : Undated)}{Between}{caseId}";

    /// <summary>Whether a text can be a <see cref="PlaceOf"/>.</summary>
    public static bool IsPlace(string text) => text.Split(Between) is [var on, { Length: 32 } id] && Columns.IsDay(on) && id.All(char.IsAsciiHexDigitLower);

    private const string Forget = $"delete from case_waits where case_id = @CaseId and kind <> '{Content}'";

    // A resident's account may have been joined with another one meanwhile: the case knows which goes on.
    private const string Insert = """
        insert into case_waits (case_id, kind, role, owner_id, jurisdiction, town, since_at, due_on, place, of_stage)
        values (@CaseId, @Kind, @Role, case when @Role = 'Resident' then (select k.resident_id from cases k where k.id = @CaseId) else @OwnerId end,
          @Jurisdiction, @Town, @SinceAt, @DueOn, @Place, @IsOfStage)
        """;

    // Only what the public would see has to be released.
    private const string HeldContent = $"""
        (select 1 from cases k where k.id = @caseId and k.is_public = 1 and (k.content_status = '{ContentChecks.Held}'
          or k.photos_public = 1 and exists (select 1 from attachments a where a.case_id = k.id and a.content_status = '{ContentChecks.Held}')))
        """;

    private const string InsertContent = $"""
        insert into case_waits (case_id, kind, role, owner_id, jurisdiction, town, since_at, due_on, place, of_stage)
        select k.id, @Content, @Role, k.jurisdiction, k.jurisdiction, k.town, @now, null, @Place, 0 from cases k
        where k.id = @caseId and exists {HeldContent} and not exists (select 1 from case_waits w where w.case_id = @caseId and w.kind = @Content)
        """;
}
