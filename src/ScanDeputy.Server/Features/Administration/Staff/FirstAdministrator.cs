using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>Founds a jurisdiction with one administrator, by whom everybody else is let in. Not where there is one already.</summary>
public sealed class FirstAdministrator(Database database, StaffWriter writer, TimeProvider clock)
{
    private const string By = "first-admin";

    /// <param name="Prefix">Begins every case number: capital letters.</param>
    /// <param name="Person">Their name.</param>
    public sealed record Request(string Jurisdiction, string Name, string Prefix, string UserName, string Person, string? Phone);

    public async Task<Result<IssuedPassword>> RunAsync(Request request, CancellationToken ct)
    {
        var faults = new ImportFaults();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = request.Jurisdiction, ["name"] = request.Name, ["number_prefix"] = request.Prefix };
        var founded = MasterData.JurisdictionOf(new ImportRow(SheetDefinition.Jurisdiction.Title, 1, fields, new Dictionary<string, string>(StringComparer.Ordinal), faults));
        if (faults.All.Count > 0)
            return new Refusal("invalid") { Fields = faults.All.ToDictionary(fault => fault.Column!, IReadOnlyList<string> (fault) => [fault.Text], StringComparer.Ordinal) };

        var password = IssuedPassword.New();
        return await database.WriteAsync<IssuedPassword>(
            async scope =>
            {
                if ((await Administrators.HoldAsync(scope, founded.Code)).Administrator)
                    return new Refusal(PeopleErrors.HasAdministrator);
                if (await scope.FirstOrDefaultAsync<string>("select code from jurisdictions where code = @Code", new { founded.Code }) is null)
                {
                    await new Upsert(scope, new DataChanges(founded.Code, By, clock)).RunAsync(
                        "jurisdictions", 1, ("code", founded.Code), ("name", founded.Name), ("number_prefix", founded.NumberPrefix), ("is_demo", false));
                }

                var draft = new StaffDraft(request.Person, request.Phone, [Role.Administrator], null, null, null, null, null);
                if (await writer.WriteAsync(scope, founded.Code, request.UserName, draft, By, password) is { } refusal)
                    return refusal;

                var id = (await scope.FirstOrDefaultAsync<string>("select id from users where user_name = @UserName", new { request.UserName }))!;
                AccountChanges.Write(scope, clock, id, AccountChanges.Created, By);
                return password;
            },
            ct);
    }
}
