using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>Says to the API's description who may call an operation, from the policies that are enforced.</summary>
internal sealed class SessionDoor : IOperationDoor
{
    public void Describe(EndpointMetadataCollection endpoint, OperationFacts facts)
    {
        var asked = endpoint.GetOrderedMetadata<IAuthorizeData>();
        facts.SignedIn = asked.Count > 0;
        if (endpoint.GetMetadata<SignInGate.Open>() is null)
            facts.Codes.UnionWith([PeopleErrors.PasswordMustChange, PeopleErrors.TotpMustEnrol]);
        if (!facts.SignedIn)
            return;

        // Every one of them must be met.
        var roles = asked.Select(one => Rights.Policies[one.Policy!].Select(role => JsonNamingPolicy.CamelCase.ConvertName(role.ToString())))
            .Aggregate((some, others) => some.Intersect(others, StringComparer.Ordinal));
        facts.Roles = [.. endpoint.GetMetadata<Callers>() is { } callers ? callers.Roles.Intersect(roles, StringComparer.Ordinal) : roles];
        facts.Codes.UnionWith([ErrorCodes.Unauthenticated, ErrorCodes.Forbidden]);
    }
}
