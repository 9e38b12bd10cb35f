using System.Data.Common;
using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// Roles that one person has proposed for an account, kept until another one confirms them, for a week at the most. Of an account there is one: the newest.
/// Name and phone change at once; what belongs to the roles waits with them.
/// </summary>
public sealed class RoleProposals(PersonalData crypto, TimeProvider clock)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromDays(7);

    /// <summary>What waits.</summary>
    /// <param name="Opens">Whether the account is opened by it: it is new, or was closed.</param>
    /// <param name="Phone">That the account has once it is opened.</param>
    public sealed record Proposal(string UserId, StaffDraft Draft, bool Opens, string? Phone, string ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset ExpiresAt)
    {
        public IReadOnlyList<Role> Roles => Draft.Roles!;

        /// <summary>The account as it will be.</summary>
        public StaffDraft On(StaffView account) => Draft with { Name = account.Name, Phone = Opens ? Phone : account.Phone };
    }

    /// <param name="opens">Whether the account is opened by it.</param>
    /// <param name="by">Who proposes; somebody else has to confirm.</param>
    public async Task KeepAsync(WriteScope scope, string jurisdiction, string userId, StaffDraft draft, bool opens, string by)
    {
        var now = clock.GetUtcNow();
        var text = JsonSerializer.Serialize(draft with { Name = null, Phone = null }, ApiJson.Options);
        var phone = opens && !string.IsNullOrWhiteSpace(draft.Phone) ? crypto.Encrypt(PersonalDataPurpose.Phone, draft.Phone.Trim()) : null;
        await DropAsync(scope, userId);
        await scope.ExecuteAsync(Insert, new { userId, jurisdiction, text, opens, phone, by, now, Until = now + ValidFor });
    }

    public static Task<int> DropAsync(WriteScope scope, string userId) => scope.ExecuteAsync("delete from role_proposals where user_id = @userId", new { userId });

    /// <returns>Null when nothing waits, or for too long.</returns>
    public async Task<Proposal?> FindAsync(DbConnection connection, DbTransaction? transaction, string jurisdiction, string userId) =>
        await connection.QueryFirstOrDefaultAsync<Row>($"{Select} and user_id = @userId", new { jurisdiction, userId, Now = clock.GetUtcNow() }, transaction) is { } row ? ToProposal(row) : null;

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<Proposal>> ListAsync(DbConnection connection, string jurisdiction) =>
        [.. (await connection.QueryAsync<Row>($"{Select} order by proposed_at, user_id", new { jurisdiction, Now = clock.GetUtcNow() })).Select(ToProposal)];

    private Proposal ToProposal(Row row) => new(
        row.UserId, JsonSerializer.Deserialize<StaffDraft>(row.Draft, ApiJson.Options)!, row.Opens, crypto.DecryptOrNull(PersonalDataPurpose.Phone, row.PhoneEncrypted), row.ProposedBy,
        row.ProposedAt, row.ExpiresAt);

    private const string Insert = """
        insert into role_proposals (user_id, jurisdiction, draft, opens, phone_encrypted, proposed_by, proposed_at, expires_at)
        values (@userId, @jurisdiction, @text, @opens, @phone, @by, @now, @Until)
        """;

    private const string Select = """
        select user_id, draft, opens, phone_encrypted, proposed_by, proposed_at, expires_at from role_proposals where jurisdiction = @jurisdiction and expires_at > @Now
        """;

    private sealed record Row
    {
        public string UserId { get; init; } = "";

        public string Draft { get; init; } = "";

        public bool Opens { get; init; }

        public string? PhoneEncrypted { get; init; }

        public string ProposedBy { get; init; } = "";

        public DateTimeOffset ProposedAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
