using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Commands;

/// <summary>Lets the first person of a jurisdiction in (docs/operations/people.md).</summary>
public static class FirstAdminCommand
{
    public static readonly Command Description = new(
        "first-admin", "--jurisdiction CODE --name NAME --prefix LETTERS --user USERNAME [--person NAME] [--phone MOBILE]",
        "Founds a jurisdiction with one administrator and prints a first password, once.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var settings = app.Configuration;
        var request = new FirstAdministrator.Request(
            settings.Required("jurisdiction"), settings.Required("name"), settings.Required("prefix"), settings.Required("user"),
            settings["person"] is { Length: > 0 } person ? person : "管理员", settings["phone"]);
        await CommandLine.DatabaseOfAsync(app, ct);
        var made = await app.Services.GetRequiredService<FirstAdministrator>().RunAsync(request, ct);
        if (made.Refusal is { } refusal)
        {
            foreach (var (field, texts) in refusal.Fields)
                Console.WriteLine($"{field}: {string.Join(' ', texts)}");
            if (refusal.Fields.Count == 0)
                Console.WriteLine(ErrorTexts.Detail(refusal.Code));
            Console.WriteLine("Nothing was written.");
            return CommandLine.FoundFaults;
        }

        Console.WriteLine($"{request.Name} ({request.Jurisdiction}) has the administrator {request.UserName}. The first password, shown only now:");
        Console.WriteLine(made.Value.Plain);
        Console.WriteLine("Sign in with it at /login; a password of your own is asked for first.");
        return CommandLine.Done;
    }
}
