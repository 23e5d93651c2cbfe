//! How much of a server a connection may be used for.

use super::super::r#match::Listed;
use super::super::r#match::urls::UrlTarget;
use super::super::network::OriginReach;
use super::{Allowed, Decision, Engine, Refusal, Resource};
use crate::catalogue::Capability;
use crate::engine::PrincipalId;

impl Engine {
    /// How much of the server that `url` names `who` may ask for with `capability`.
    pub fn reach_origin(&self, who: PrincipalId, capability: Capability, url: &str) -> OriginReach {
        let Some(target) = UrlTarget::parse(url) else { return OriginReach::Nothing };
        let verdict = self.judge_origin(who, capability, &target, url);
        let reach = verdict.as_ref().map_or(OriginReach::Everything, |reach| *reach);
        match self.in_mode(capability, verdict.map(|_| Allowed::Granted)) {
            Decision::Allowed(_) => reach,
            Decision::Observed(_) => OriginReach::Everything,
            Decision::Refused(_) => OriginReach::Nothing,
        }
    }

    fn judge_origin(
        &self,
        who: PrincipalId,
        capability: Capability,
        target: &UrlTarget,
        url: &str,
    ) -> Result<OriginReach, Refusal> {
        let bound = self.table.outbound.as_ref();
        if bound.is_some_and(|outbound| !outbound.contains_origin(target).is_listed()) {
            return Err(Refusal::OutsideNetwork);
        }
        if who == PrincipalId::CORE {
            return Ok(OriginReach::Everything);
        }
        if who == PrincipalId::UNKNOWN {
            return Err(Refusal::UnknownCaller);
        }
        let Some(grants) = self.grants(who).filter(|grants| grants.holds(capability)) else {
            return Err(Refusal::NotGranted);
        };
        let listed = grants.reaches_origin(capability, target);
        if listed != Some(Listed::ByName) && self.admin.iter().any(|a| a.is_target(&Resource::Url(url))) {
            return Err(Refusal::AdminPort);
        }
        match listed {
            None if bound.is_none() => Ok(OriginReach::Everything),
            None => Ok(OriginReach::Listed),
            Some(listed) if listed.is_listed() => Ok(OriginReach::Listed),
            Some(_) => Err(Refusal::NotListed),
        }
    }
}
