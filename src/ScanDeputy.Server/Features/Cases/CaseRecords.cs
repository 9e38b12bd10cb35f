using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>What a person has reported and follows. Reports stay in the archive; who they lead to does not.</summary>
public sealed class CaseRecords(CaseViews views, RuleBook book) : IPersonalRecords
{
    public string Section => "cases";

    public async Task<object?> ExportAsync(DbConnection connection, CurrentUser user)
    {
        var mine = new List<object>();
        foreach (var id in await connection.QueryAsync<string>("select id from cases where resident_id = @Id order by id", new { user.Id }))
        {
            var file = (await CaseFile.LoadAsync(connection, id))!;
            var names = await CaseNames.LoadAsync(connection, file.Row, file.State, null, ListCaseEvents.MentionedIn(file));
            var rules = await book.LoadAsync(connection, file.Row.Jurisdiction);
            mine.Add(new
            {
                Case = await views.BuildAsync(connection, file, user, new CaseDates(file.State, rules)),
                Events = ListCaseEvents.Views(file, official: false, reads: true, names),
            });
        }

        return new
        {
            Reported = mine,
            Followed = await connection.QueryAsync<string>("select k.number from case_followers f join cases k on k.id = f.case_id where f.user_id = @Id order by k.number", new { user.Id }),
        };
    }

    public async Task EraseAsync(WriteScope scope, string userId)
    {
        // A deputy's own suggestion is a paper of the congress, and not about whoever wrote it.
        await scope.ExecuteAsync($"{Erase} where resident_id = @userId and own_kind is null", new { userId });
        await scope.ExecuteAsync("delete from case_contacts where case_id in (select k.id from cases k where k.resident_id = @userId and k.own_kind is null)", new { userId });
        await scope.ExecuteAsync("update cases set is_public = 0, photos_public = 0 where resident_id = @userId and own_kind is null", new { userId });
        await scope.ExecuteAsync("delete from case_followers where user_id = @userId", new { userId });
        await scope.ExecuteAsync("delete from case_visits where user_id = @userId", new { userId });
    }

    /// <summary>What was published stays so: its author agreed to it.</summary>
    public async Task EraseOfCaseAsync(WriteScope scope, string caseId)
    {
        await scope.ExecuteAsync($"{Erase} where id = @caseId", new { caseId });
        await scope.ExecuteAsync("delete from case_contacts where case_id = @caseId", new { caseId });
        await scope.ExecuteAsync("delete from case_followers where case_id = @caseId", new { caseId });
    }

    private const string Erase = "update cases set contact_encrypted = null, share_with_agency = 0, receipt_nonce = ''";
}
