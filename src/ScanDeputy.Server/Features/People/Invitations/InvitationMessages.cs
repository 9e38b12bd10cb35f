using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.Invitations;

/// <summary>Invitations by text message. They go out at once, as sign-in codes do: whoever sends one sees whether the gateway took it.</summary>
public sealed class InvitationMessages(Database database, Invitations invitations, ITextMessages messages, TimeProvider clock)
{
    public bool IsOn => messages.IsOn;

    /// <param name="host">Where the program is reached, without a trailing slash.</param>
    /// <param name="by">The administrator.</param>
    /// <returns>Until when it is good; null when the gateway did not take it.</returns>
    public async Task<DateTimeOffset?> SendAsync(string userId, string userName, PhoneNumber phone, string host, string by, CancellationToken ct)
    {
        var (token, until) = await database.WriteAsync(
            scope =>
            {
                AccountChanges.Write(scope, clock, userId, AccountChanges.Invited, by);
                return invitations.MakeAsync(scope, userId);
            },
            ct);
        // Not called off when the caller goes away: a link that is kept must be sent, or dropped.
        var end = await messages.SendAsync(Ids.New(clock), phone, SmsTexts.InvitationOf(userName, $"{host}/i/{token}", Invitations.ValidFor), CancellationToken.None);
        if (end != TextMessageEnd.NotTaken)
            return until;

        await database.WriteAsync(scope => invitations.DropAsync(scope, token), CancellationToken.None);
        return null;
    }
}
