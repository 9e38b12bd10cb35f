using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Demo;

/// <summary>The people of the demo. They sign in as real ones do: the sandbox issues a login code, and the sign-in spends it over the wire.</summary>
public sealed class Personas(Database database, PersonalData crypto, EmbeddedSandbox sandbox, SignInWithWeChat.Handler signIn)
{
    public sealed record Persona(string Name, string DisplayName, string OpenId);

    public async Task<IReadOnlyList<Persona>> ListAsync(CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Select), ct);
        return [.. rows.Select(ToPersona)];
    }

    public async Task<Persona?> FindAsync(string name, CancellationToken ct)
    {
        var row = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Row>(SelectOne, new { name }), ct);
        return row is null ? null : ToPersona(row);
    }

    public async Task<Result<SignedIn>> SignInAsync(string name, CancellationToken ct) =>
        await FindAsync(name, ct) is { } persona
            ? await signIn.HandleAsync(sandbox.Control.IssueLoginCode(persona.OpenId), ct)
            : new Refusal(ErrorCodes.NotFound);

    /// <summary>For a page's cookie.</summary>
    public async Task<Result<string>> OpenSessionAsync(string name, CancellationToken ct) =>
        await FindAsync(name, ct) is { } persona
            ? await signIn.OpenSessionAsync(sandbox.Control.IssueLoginCode(persona.OpenId), ct)
            : new Refusal(ErrorCodes.NotFound);

    /// <summary>Gives the sandbox its users again after a start; its own memory does not outlive the process.</summary>
    public async Task IntroduceAsync(CancellationToken ct)
    {
        foreach (var row in await database.ReadAsync(connection => connection.QueryAsync<Row>(Select), ct))
        {
            var persona = ToPersona(row);
            var phone = PhoneNumber.Parse(crypto.DecryptOrNull(PersonalDataPurpose.Phone, row.PhoneEncrypted));
            sandbox.Control.PutUser(persona.OpenId, phone?.Digits, countryCode: phone?.Country ?? PhoneNumber.Mainland);
            foreach (var template in sandbox.Control.Templates)
                sandbox.Control.AcceptSubscription(persona.OpenId, template.Id);
        }
    }

    private Persona ToPersona(Row row) => new(
        row.UserName, crypto.DecryptOrNull(PersonalDataPurpose.Name, row.NameEncrypted) ?? row.UserName,
        crypto.Decrypt(PersonalDataPurpose.OpenId, row.OpenidEncrypted));

    private const string Columns = "select user_name, name_encrypted, phone_encrypted, openid_encrypted from users where openid_encrypted is not null and active = 1";

    private const string Select = $"{Columns} and user_name is not null order by user_name";

    private const string SelectOne = $"{Columns} and user_name = @name";

    private sealed record Row
    {
        public string UserName { get; init; } = "";

        public string? NameEncrypted { get; init; }

        public string? PhoneEncrypted { get; init; }

        public string OpenidEncrypted { get; init; } = "";
    }
}
