using ScanDeputy.Server.Features.People.SecondFactor;

namespace ScanDeputy.Server.Commands;

/// <summary>For the only administrator who has lost the authenticator and the recovery codes; for everybody else there is the page of their account.</summary>
public static class ResetSecondFactorCommand
{
    private const string Name = "reset-second-factor";

    public static readonly Command Description = new(Name, "--user USERNAME", "Takes away an account's authenticator and ends its sessions.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var userName = app.Configuration.Required("user");
        await CommandLine.DatabaseOfAsync(app, ct);
        if (!await app.Services.GetRequiredService<ResetTotp.Handler>().EndByCommandAsync(userName, Name, ct))
        {
            await Console.Error.WriteLineAsync($"There is no account '{userName}' in use.");
            return CommandLine.FoundFaults;
        }

        Console.WriteLine($"{userName} signs in with the password alone. Where an authenticator is required another one is set up then.");
        return CommandLine.Done;
    }
}
