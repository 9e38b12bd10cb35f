using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People;

/// <summary>Reads who a session belongs to.</summary>
internal static class Account
{
    /// <returns>With whether the password has to be changed, and whether nothing but it opened the session.</returns>
    public static async Task<(SignedInUser User, bool MustChangePassword, bool WithoutTotp)> LoadAsync(Database database, string sessionId, CancellationToken ct)
    {
        var rows = (await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, new { sessionId }), ct)).AsList();
        var first = rows[0];
        var user = new SignedInUser(
            first.Id, [.. rows.Where(row => row.Role is not null).Select(row => Enum.Parse<Role>(row.Role!))], first.Jurisdiction, first.DeputyId);
        return (user, first.ByPassword && first.PasswordMustChange, first.ByPassword && !first.HasTotp);
    }

    private const string Select = """
        select u.id, u.jurisdiction, u.deputy_id, u.password_must_change, case when u.totp_confirmed_at is null then 0 else 1 end as has_totp, s.by_password, r.role
        from sessions s join users u on u.id = s.user_id left join user_roles r on r.user_id = u.id
        where s.id = @sessionId order by r.role
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string? Jurisdiction { get; init; }

        public string? DeputyId { get; init; }

        public bool PasswordMustChange { get; init; }

        public bool HasTotp { get; init; }

        public bool ByPassword { get; init; }

        public string? Role { get; init; }
    }
}
