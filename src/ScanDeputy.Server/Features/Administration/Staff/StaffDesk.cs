using System.Data.Common;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>Accounts as those see them who administer them, and what waits for a second person.</summary>
public sealed class StaffDesk(RoleProposals proposals, PersonalData crypto, TimeProvider clock)
{
    /// <returns>Null for a resident, and for anybody of another jurisdiction.</returns>
    public async Task<StaffView?> FindAsync(DbConnection connection, DbTransaction? transaction, string jurisdiction, string id) =>
        await StaffRows.FindAsync(connection, transaction, crypto, jurisdiction, id) is { } view
            ? view with { RolesAwaitConfirmation = await proposals.FindAsync(connection, transaction, jurisdiction, id) is not null }
            : null;

    public void Tell(WriteScope scope, string id, string kind, string by, string? reason = null) => AccountChanges.Write(scope, clock, id, kind, by, reason);

    /// <summary>Takes down what another person has to confirm.</summary>
    /// <param name="account">As it is now.</param>
    /// <param name="draft">As it is to be, and as it could be written.</param>
    public async Task ProposeAsync(WriteScope scope, StaffView account, StaffDraft draft, CurrentUser user)
    {
        await proposals.KeepAsync(scope, user.Jurisdiction!, account.Id, draft, !account.Active, user.Id);
        Tell(scope, account.Id, AccountChanges.RolesProposed, user.Id, WordsOf(account.Active ? account.Roles : [], draft.Roles!));
    }

    public static string WordsOf(IReadOnlyList<Role> before, IReadOnlyList<Role> after) =>
        $"{SheetDefinition.Staff.LabelOf("roles")}：{NamesOf(before)} → {NamesOf(after)}";

    private static string NamesOf(IReadOnlyList<Role> roles) => roles.Count == 0 ? "（无）" : string.Join('、', roles.Order().Select(role => Terms.Of(role)));
}
