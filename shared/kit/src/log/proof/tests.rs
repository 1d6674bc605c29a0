use ct_merkle::{
    ConsistencyProof as OracleConsistency, InclusionProof as OracleInclusion, RootHash,
    mem_backed_tree::MemoryBackedTree,
};
use htx_model::{administrative::Territory, agency::AgencyCode, policy::Reach, principal::Holder};
use sha2::Sha256;

use super::*;
use crate::{
    db::Database,
    log::fixture::{databases, event, ids, key, record, seal},
};

type Oracle = MemoryBackedTree<Sha256, Vec<u8>>;

fn flat(hashes: &[TreeHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

fn root(hash: TreeHash, size: u64) -> RootHash<Sha256> {
    RootHash::new(hash.0.into(), size)
}

#[test]
fn another_implementation_accepts_every_proof() {
    const SIZE: u64 = 21;
    for test in databases() {
        let ids = ids();
        let events: Vec<_> = (0..SIZE).map(|_| event(&ids)).collect();
        record(&test.database, events.iter().map(|event| (event.clone(), None)).collect());
        seal(&test.database);
        let everything = Scope::everything();
        test.database
            .read_now(|connection| {
                let mut oracle = Oracle::new();
                for event in &events {
                    let proof = inclusion(connection, &everything, event.id, None)?;
                    oracle.push(proof.body.clone().into_bytes());
                    assert_eq!(proof.verify_signed(key().verifier()), Ok(()));
                }
                for size in 1..=SIZE {
                    for (index, event) in (0..size).zip(&events) {
                        let proof = inclusion(connection, &everything, event.id, Some(size))?;
                        assert_eq!(proof.verify(), Ok(()));
                        let body = proof.body.clone().into_bytes();
                        let given = OracleInclusion::from_bytes(flat(&proof.hashes));
                        root(proof.root, size).verify_inclusion(&body, index, &given).unwrap();
                    }
                    let proof = consistency(connection, size, SIZE)?;
                    assert_eq!(proof.verify(), Ok(()));
                    let given = OracleConsistency::try_from_bytes(flat(&proof.hashes)).unwrap();
                    let (from, to) = (root(proof.from_root, size), root(proof.to_root, SIZE));
                    to.verify_consistency(&from, &given).unwrap();
                    assert_eq!(oracle.root(), to);
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_changed_proof_proves_nothing() {
    let test = crate::log::fixture::sqlite();
    let ids = ids();
    let events: Vec<_> = (0..6).map(|_| event(&ids)).collect();
    let id = events[3].id;
    record(&test.database, events.into_iter().map(|event| (event, None)).collect());
    seal(&test.database);
    let everything = Scope::everything();
    let proof =
        test.database.read_now(|connection| inclusion(connection, &everything, id, None)).unwrap();
    let changed = |change: fn(&mut InclusionProof)| {
        let mut proof = proof.clone();
        change(&mut proof);
        proof.verify_signed(key().verifier())
    };
    assert_eq!(changed(|_| ()), Ok(()));
    assert_eq!(changed(|proof| proof.body.push(' ')), Err(ProofError::WrongHashes));
    assert_eq!(changed(|proof| proof.position += 1), Err(ProofError::WrongHashes));
    assert_eq!(changed(|proof| proof.position = 0), Err(ProofError::WrongHashes));
    assert_eq!(changed(|proof| proof.hashes[0].0[0] ^= 1), Err(ProofError::WrongHashes));
    assert_eq!(changed(|proof| proof.hashes.truncate(1)), Err(ProofError::WrongHashes));
    assert_eq!(changed(|proof| proof.root.0[0] ^= 1), Err(ProofError::OtherTree));
    assert_eq!(changed(|proof| proof.size += 1), Err(ProofError::OtherTree));
    assert_eq!(changed(|proof| proof.checkpoint = None), Err(ProofError::Unsigned));
    let written = serde_json::to_string(&proof).unwrap();
    assert_eq!(serde_json::from_str::<InclusionProof>(&written).unwrap(), proof);
}

#[test]
fn what_cannot_be_proven_yet_is_refused() {
    for test in databases() {
        let ids = ids();
        let (sealed, pending) = (event(&ids), event(&ids));
        let (sealed_id, pending_id) = (sealed.id, pending.id);
        record(&test.database, vec![(sealed, None)]);
        seal(&test.database);
        record(&test.database, vec![(pending, None)]);
        let everything = Scope::everything();
        let code = |id, size| code(&test.database, &everything, id, size);
        assert_eq!(code(pending_id, None), Some(ErrorCode::StateConflict));
        assert_eq!(code(sealed_id, Some(2)), Some(ErrorCode::StateConflict));
        assert_eq!(code(sealed_id, Some(0)), Some(ErrorCode::StateConflict));
        assert_eq!(code(ids.make(), None), Some(ErrorCode::NotFound));
        assert_eq!(code(sealed_id, Some(1)), None);
    }
}

#[test]
fn an_event_out_of_the_reader_s_scope_is_as_good_as_none() {
    for test in databases() {
        let ids = ids();
        let mut placed = event(&ids);
        placed.place.district = Some(DistrictCode::parse("276").unwrap());
        let id = placed.id;
        record(&test.database, vec![(placed, None)]);
        seal(&test.database);
        let of = |district: &str| {
            let territory = Territory::District(DistrictCode::parse(district).unwrap());
            let code = AgencyCode::parse("district-276").unwrap();
            let holder = Holder::Agency { code, kinds: Vec::new(), territory, ended: false };
            Scope::nothing().with(Reach::OwnTerritory, &holder)
        };
        let code = |scope: &Scope| code(&test.database, scope, id, None);
        assert_eq!(code(&of("276")), None);
        assert_eq!(code(&of("277")), Some(ErrorCode::NotFound));
        assert_eq!(code(&Scope::nothing()), Some(ErrorCode::NotFound));
    }
}

/// How the proof of an event is refused, if it is.
fn code(database: &Database, scope: &Scope, id: EventId, size: Option<u64>) -> Option<ErrorCode> {
    match database.read_now(|connection| inclusion(connection, scope, id, size)) {
        Err(Failure::Refused(refusal)) => Some(refusal.code),
        _ => None,
    }
}
