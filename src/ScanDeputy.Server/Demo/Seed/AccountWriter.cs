using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Demo.Seed;

internal sealed record SeedPerson(Role Role, string Name)
{
    private const int OpenIdLength = 28;

    public string? UserName { get; init; }

    public string? Phone { get; init; }

    public string? DeputyId { get; init; }

    public string? AgencyId { get; init; }

    public string? StationId { get; init; }

    public int? SupervisorLevel { get; init; }

    public string? Town { get; init; }

    public string? OpenId => UserName is null ? null : $"oDemo_{UserName}_".PadRight(OpenIdLength, '0');
}

/// <summary>Writes the accounts of one jurisdiction.</summary>
internal sealed class AccountWriter(Seeding seeding, string jurisdiction) : IDisposable
{
    private readonly SeedInsert _users = seeding.Insert(
        "users", "id", "jurisdiction", "name_encrypted", "phone_encrypted", "phone_hash", "openid_encrypted", "openid_hash", "user_name",
        "password_hash", "deputy_id", "agency_id", "supervisor_level", "town", "active", "created_at");

    private readonly SeedInsert _roles = seeding.Insert("user_roles", "user_id", "role", "jurisdiction");

    private readonly SeedInsert _keepers = seeding.Insert("station_keepers", "user_id", "station_id");

    /// <returns>The account's id.</returns>
    public async Task<string> WriteAsync(SeedPerson person)
    {
        var id = seeding.NewId();
        await _users.RunAsync(
            id, jurisdiction, Encrypt(PersonalDataPurpose.Name, person.Name),
            Encrypt(PersonalDataPurpose.Phone, person.Phone), Hash(PersonalDataPurpose.Phone, person.Phone),
            Encrypt(PersonalDataPurpose.OpenId, person.OpenId), Hash(PersonalDataPurpose.OpenId, person.OpenId),
            person.UserName, person.UserName is null ? null : seeding.PasswordHash, person.DeputyId, person.AgencyId, person.SupervisorLevel,
            person.Town, true, seeding.Clock.At);
        await _roles.RunAsync(id, person.Role, jurisdiction);
        if (person.StationId is { } station)
            await _keepers.RunAsync(id, station);
        return id;
    }

    public void Dispose()
    {
        _users.Dispose();
        _roles.Dispose();
        _keepers.Dispose();
    }

    private string? Encrypt(string purpose, string? plain) => plain is null ? null : seeding.Crypto.Encrypt(purpose, plain);

    private string? Hash(string kind, string? plain) => plain is null ? null : seeding.Crypto.LookupHash(kind, plain);
}
